//! QR codes as inline SVG, black on white.

use leptos::prelude::*;

/// A QR code of an address; nothing when it is too long for one.
#[must_use]
pub fn qr(address: &str) -> impl IntoView + use<> {
    modules(address).map(|(edge, path)| {
        view! {
            <div class="qr">
                <svg viewBox=format!("0 0 {edge} {edge}") role="img" aria-label=address.to_owned() shape-rendering="crispEdges">
                    <path fill="#fff" d=format!("M0 0h{edge}v{edge}H0z")></path>
                    <path fill="#000" d=path></path>
                </svg>
            </div>
        }
    })
}

/// The edge of a QR code with its quiet zone, in modules, and the path of the dark ones.
#[must_use]
pub fn modules(address: &str) -> Option<(usize, String)> {
    let code = qrcode::QrCode::with_error_correction_level(address, qrcode::EcLevel::M).ok()?;
    let side = code.width();
    let mut path = String::new();
    for (at, colour) in code.to_colors().into_iter().enumerate() {
        if colour == qrcode::Color::Dark {
            use std::fmt::Write as _;
            // Writing to a String cannot fail.
            let _ = write!(path, "M{} {}h1v1h-1z", at % side + 4, at / side + 4);
        }
    }
    Some((side + 8, path))
}
