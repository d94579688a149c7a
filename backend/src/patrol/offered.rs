//! What the form of a shift offers, with names.

use domain::id::PatrolRouteId;

use super::kind::{self, Kind};
use super::{Shift, route, shift};
use crate::context::Context;
use crate::error::Error;

/// Kinds and routes that can be chosen.
#[derive(Debug, Clone, Default)]
pub struct Offered {
    /// What volunteers do.
    pub kinds: Vec<Kind>,
    /// Routes and their names.
    pub routes: Vec<(PatrolRouteId, String)>,
}

/// What can be chosen for a new shift, or for one that is there; retired ones only where they are
/// chosen already.
///
/// # Errors
/// When the store fails.
pub async fn load(ctx: &Context, kept: Option<&Shift>) -> Result<Offered, Error> {
    let mut read = ctx.db().read().await?;
    let choices = shift::choices(&mut read, ctx, kept).await?;
    let kinds = kind::all(&mut read, ctx).await?;
    let routes = route::all(&mut read, ctx).await?;
    Ok(Offered {
        kinds: kinds
            .into_iter()
            .filter(|kind| choices.kinds.contains(&kind.id))
            .collect(),
        routes: routes
            .into_iter()
            .filter(|route| choices.routes.contains(&route.id))
            .map(|route| (route.id, route.name))
            .collect(),
    })
}
