//! The public check: whoever holds a paper learns whether it counts, and nothing that is not on it
//! (rule V15). Tries that do not fit make the next ones wait.

use domain::certificate::{Code, Number};
use domain::problem::{Problem, Problems};

use super::{Certificate, of_code};
use crate::account::throttle::{self, SLIPS};
use crate::context::Context;
use crate::error::Error;

/// The certificate of a code, for everybody. The reason of a revocation is not on the paper, and is
/// left out.
///
/// # Errors
/// `NotFound` for a code that none has, `Wait` after many of those, or when the store fails.
pub async fn by_code(ctx: &Context, code: &str) -> Result<Certificate, Error> {
    let code = Code::parse(code).map_err(|_| Error::NotFound)?;
    let mut read = ctx.db().read().await?;
    let found = of_code(&mut read, ctx, &code).await?;
    drop(read);
    let Some(found) = found else {
        // Counted after the look, so that nobody can make a paper's holder wait: nobody guesses 78
        // bits, the waiting only keeps the log short.
        throttle::count(ctx, &throttle::of_certificates(ctx), SLIPS).await?;
        return Err(Error::NotFound);
    };
    Ok(Certificate {
        reason: String::new(),
        ..found
    })
}

/// The code of a certificate whose number and code were typed and belong together.
///
/// # Errors
/// `Invalid` with the fields at fault, and `DoesNotFit` at the code whatever of both is wrong; `Wait`,
/// or when the store fails.
pub async fn typed(ctx: &Context, number: &str, code: &str) -> Result<Code, Error> {
    let mut problems = Problems::new();
    let parsed = if number.trim().is_empty() {
        Err(Problem::Missing)
    } else {
        number.parse::<Number>().map_err(|_| Problem::NotUnderstood)
    };
    let number = problems.take("number", parsed);
    let code = problems.take("code", Code::parse(code));
    let (Some(number), Some(code)) = (number, code) else {
        return Err(problems.into());
    };
    match by_code(ctx, code.as_str()).await {
        Ok(found) if found.number == number => Ok(code),
        Ok(_) | Err(Error::NotFound) => Err(Error::at("code", Problem::DoesNotFit)),
        Err(error) => Err(error),
    }
}
