//! Finding two-character words (垃圾, 杂物) on both engines: pairs of neighbouring characters.

use std::collections::BTreeSet;

use domain::id::ReportId;

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// More pairs than this in one question find nothing more.
const MOST_GRAMS_ASKED: usize = 12;

/// The pairs of neighbouring letters and digits in a text, in lower case. A word of one character
/// is a pair with nothing.
pub fn grams(text: &str) -> BTreeSet<String> {
    let mut grams = BTreeSet::new();
    for word in text.to_lowercase().split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = word.chars().collect();
        if let [only] = letters[..] {
            grams.insert(only.to_string());
        }
        grams.extend(
            letters
                .windows(2)
                .map(|pair| pair.iter().collect::<String>()),
        );
    }
    grams
}

/// What has to be found for a question.
pub fn asked(question: &str) -> Vec<String> {
    grams(question).into_iter().take(MOST_GRAMS_ASKED).collect()
}

/// Makes a report findable by the text, in place of what it was findable by before.
///
/// # Errors
/// When the store fails.
pub async fn index(tx: &mut Tx, ctx: &Context, report: ReportId, text: &str) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "delete from report_gram where report_id = $1",
        report.get()
    )?;
    let grams = serde_json::to_string(&grams(text))
        .map_err(|_| Error::Unexpected("pairs of characters are no list"))?;
    sql!(
        tx, execute,
        { sqlite: "insert into report_gram (community_id, gram, report_id)
                   select $1, value, $2 from json_each($3)",
          postgres: "insert into report_gram (community_id, gram, report_id)
                     select $1, value, $2 from jsonb_array_elements_text(cast($3 as jsonb)) as value" },
        ctx.community.id.get(), report.get(), grams,
    )?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{asked, grams};

    #[test]
    fn two_character_words_are_one_gram() {
        assert_eq!(asked("垃圾"), ["垃圾"]);
        assert_eq!(
            asked("  A b12 "),
            ["a", "b1", "12"]
                .map(String::from)
                .into_iter()
                .collect::<std::collections::BTreeSet<_>>()
                .into_iter()
                .collect::<Vec<_>>()
        );
        assert!(grams("3号楼 楼道杂物").contains("杂物"));
        assert!(grams("！？ …").is_empty());
    }
}
