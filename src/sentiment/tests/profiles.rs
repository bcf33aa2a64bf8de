//! What `vader+` mends, what the packs know, and what a user's lexicon may say.

use std::sync::LazyLock;

use crate::sentiment::lexicon::Meaning;
use crate::sentiment::{Cause, Explanation, Lexicon, Model, PACKS, Profile, Score, Scratch};
use proptest::prelude::*;

/// Made once for all tests.
fn plus() -> &'static Model {
    static PLUS: LazyLock<Model> = LazyLock::new(|| Model::new(Profile::VaderPlus, &[]));
    &PLUS
}

fn compound(model: &Model, text: &str) -> i16 {
    model.score(text, &mut Scratch::default()).compound
}

fn own(profile: Profile, lines: &str) -> Model {
    Model::new(profile, &[Lexicon::read("own.tsv", lines.as_bytes()).unwrap()])
}

#[test]
fn profiles_have_the_names_users_write() {
    for profile in Profile::ALL {
        assert_eq!(profile.to_string().parse(), Ok(profile));
    }
    let error = "Vader".parse::<Profile>().unwrap_err();
    assert_eq!(error.to_string(), "there is no profile `Vader`; there are `vader` and `vader+`");
}

/// A mend: why, as it is written, as it was read.
type Told<'a> = (Cause, &'a str, &'a str);

/// A fault of VADER each: a text, what `vader+` reads, and why.
#[test]
fn every_fault_is_mended_and_the_mend_is_named() {
    use Cause::*;
    let rows: [(&str, i16, &[Told<'_>]); 15] = [
        ("I don\u{2019}t like this", -1, &[(Typography, "don\u{2019}t", "don't")]),
        ("\u{201C}great\u{201D}", 1, &[(Typography, "\u{201C}great\u{201D}", "\"great\"")]),
        ("\u{2764}\u{FE0F}", 1, &[(Emoji, "\u{2764}\u{FE0F}", "\u{2764}")]),
        ("\u{1F92C}", -1, &[(Emoji, "\u{1F92C}", "\u{1F92C}")]),
        ("\u{1F525}", 1, &[(Emoji, "\u{1F525}", "\u{1F525}")]),
        ("\u{1F44D}\u{1F3FD}", 1, &[(Emoji, "\u{1F44D}\u{1F3FD}", "\u{1F44D}")]),
        ("so fed up", -1, &[(Phrase, "fed up", "fed up")]),
        ("kiss of death", -1, &[(Phrase, "kiss of death", "kiss of death")]),
        ("waiting at the bus  stop", 0, &[(Phrase, "bus  stop", "bus  stop")]),
        ("it was late.Nice one", 1, &[(Glued, "late.Nice", "late. Nice")]),
        (
            "nice\u{2014}very nice",
            1,
            &[
                (Typography, "nice\u{2014}very", "nice very"),
                (Glued, "nice\u{2014}very", "nice very"),
            ],
        ),
        ("#LoveThis", 1, &[(Hashtag, "#LoveThis", "Love This")]),
        ("#never_again2020HATE", 1, &[(Hashtag, "#never_again2020HATE", "never again 2020 HATE")]),
        (
            "see https://love.example/great?good",
            0,
            &[(Link, "https://love.example/great?good", "")],
        ),
        (
            "ask @happy@love.example, or .@win's",
            0,
            &[(Handle, "@happy@love.example", ""), (Handle, "@win", "")],
        ),
    ];
    let model = plus();
    for (text, sign, mends) in rows {
        let explanation = model.explain(text);
        assert_eq!(explanation.score.compound.signum(), sign, "{text}");
        let told: Vec<_> = explanation
            .mends
            .iter()
            .map(|mend| (mend.cause, mend.written.as_str(), mend.read.as_str()))
            .collect();
        assert_eq!(told, mends, "{text}");
    }
}

/// Texts in which nothing is to be mended: both profiles say the same.
#[test]
fn what_is_no_fault_stays_as_it_is() {
    let texts = [
        "VADER is smart, handsome, and funny.",
        "not very GOOD and sorry!!",
        "amazon.com is great",
        "version 2.0 costs 3.5 and is fine :)",
        "kiss, of death",
        "good but plain",
        "no good or bad",
        "#love",
        "5 @ home, good",
    ];
    let (vader, plus) = (Model::vader(), plus());
    for text in texts {
        let (one, other) = (vader.explain(text), plus.explain(text));
        assert_eq!(one.sums.valences, other.sums.valences, "{text}");
        assert_eq!(one.words.len(), other.words.len(), "{text}");
    }
}

#[test]
fn more_of_a_feeling_is_never_less() {
    let model = plus();
    let compounds: Vec<_> = (1..200).map(|count| compound(model, &"good ".repeat(count))).collect();
    assert!(compounds.is_sorted(), "{compounds:?}");
}

#[test]
fn every_pack_is_there_and_speaks_its_field() {
    let rows = [
        ("finance", "bullish, to the moon", "just got rugged, I am a bagholder"),
        ("software", "works out of the box", "buggy release, another memory leak"),
        ("gaming", "what a clutch comeback win", "rage quit after that own goal"),
    ];
    assert_eq!(rows.map(|(name, ..)| name), PACKS);
    for (name, good, bad) in rows {
        let pack = Lexicon::pack(name).unwrap();
        assert!(pack.lines().count() >= 100, "{name}");
        assert!(pack.phrases() >= 50, "{name}");
        assert!(pack.warnings().is_empty(), "{name}: {:?}", pack.warnings());
        let with = Model::new(Profile::VaderPlus, &[pack]);
        assert!(compound(&with, good) > compound(plus(), good), "{name}");
        assert!(compound(&with, bad) < compound(plus(), bad), "{name}");
    }
    assert!(Lexicon::pack("Finance").is_none());
}

#[test]
fn words_of_a_pack_count_under_vader_and_phrases_do_not() {
    let finance = Model::new(Profile::Vader, &[Lexicon::pack("finance").unwrap()]);
    assert!(compound(&finance, "bullish") > 0);
    assert_eq!(compound(&finance, "to the moon"), compound(&finance, "moon"));
}

/// Lines of a lexicon, and two texts that score the same with them, under both profiles.
#[test]
fn a_users_lexicon_changes_whatever_the_rules_know() {
    let rows = [
        ("added", "zing\t1.9\n", "zing", "good"),
        ("changed", "good\t-2.5\r\n", "good", "bad"),
        ("removed", "good\tremove\n", "good", "table"),
        ("removed and back", "good\tremove\nawful\tremove\nawful\t-2.5\n", "awful", "bad"),
        ("a booster", "mega\tbooster\n", "mega good", "very good"),
        ("a booster by its strength", "very\tbooster\t0\n", "very good", "the good"),
        ("a dampener", "zeh\tdampener\t0.293\n", "zeh good", "slightly good"),
        ("a booster removed", "very\tremove\n", "very good", "table good"),
        ("a negation", "nuhh\tnegation\n", "nuhh good", "not good"),
        ("a negation removed", "not\tremove\n", "not good", "the good"),
        (
            "an idiom",
            "dog laughing\tidiom\t3\nzing\t3\n",
            "we saw the cat dog laughing there",
            "we saw the cat dog zing there",
        ),
        (
            "an idiom removed",
            "bus stop\tremove\n",
            "we were at the bus stop",
            "we were at the blue stop",
        ),
    ];
    for (name, lines, one, other) in rows {
        for profile in Profile::ALL {
            let model = own(profile, lines);
            assert_eq!(compound(&model, one), compound(&model, other), "{name}, {profile}");
        }
    }
}

#[test]
fn a_users_phrase_is_one_word_under_vader_plus() {
    let lines = "back  to square one\t-2.5\nnot even close\tbooster\nas if\tnegation\n\u{1F980}\u{FE0F}\t-2.5\n";
    let model = own(Profile::VaderPlus, lines);
    let rows = [
        ("Back to square one!", "bad"),
        ("as if good", "not good"),
        ("not even close good", "very good"),
        ("\u{1F980}", "bad"),
    ];
    for (one, other) in rows {
        let (one_sums, other_sums) = (model.explain(one).sums, model.explain(other).sums);
        assert_eq!(one_sums.valences, other_sums.valences, "{one}");
    }
    let vader = own(Profile::Vader, lines);
    assert_eq!(compound(&vader, "back to square one"), 0);
}

#[test]
fn a_lexicon_tells_its_lines() {
    let lexicon = Lexicon::read("x", b"a\t1\t0.5\t[1, 1]\nb c\tidiom\t2\nd\tdampener\n").unwrap();
    let lines: Vec<_> = lexicon.lines().collect();
    let expected = [
        ("a", Meaning::Rating(1.0)),
        ("b c", Meaning::Idiom(2.0)),
        ("d", Meaning::Booster(-0.293)),
    ];
    assert_eq!(lines, expected);
}

#[test]
fn a_line_that_says_nothing_known_is_named() {
    let rows = [
        ("good\tidiom\n", 1, "rating is not a number"),
        ("a\t1\nmega\tboost\n", 2, "rating is not a number"),
        ("mega\tbooster\tx\n", 1, "rating is not a number"),
        ("a b c d e f g h i\t1\n", 1, "a phrase has at most 8 words"),
    ];
    for (lines, line, fault) in rows {
        let error = Lexicon::read("x.tsv", lines.as_bytes()).unwrap_err();
        assert_eq!(error.to_string(), format!("cannot read lexicon `x.tsv`, line {line}: {fault}"));
    }
}

/// Checks that the words and sums of an explanation give its score, and that the score is the
/// one given without explaining.
fn check(model: &Model, text: &str) {
    let score = model.score(text, &mut Scratch::default());
    let Explanation { score: explained, words, sums, mends } = model.explain(text);
    assert_eq!(explained, score, "{text:?}");
    if words.is_empty() {
        assert_eq!(score, Score::default());
        return;
    }
    for word in &words {
        let mut valence = word.rating.unwrap_or(0.0);
        for change in &word.changes {
            assert_eq!(change.before, valence, "{text:?}");
            valence = change.after;
        }
        assert_eq!(word.valence, valence, "{text:?}");
    }
    let sum = words.iter().fold(0.0, |sum, word| sum + word.valence);
    let total = if sum == 0.0 { sum } else { sum + sums.emphasis.copysign(sum) };
    assert_eq!((sums.valences, sums.total), (sum, total), "{text:?}");
    assert!(mends.is_empty() || model.profile() == Profile::VaderPlus, "{text:?}");
    assert_eq!(sums.alpha, 15.0);
    let compound = total / (total * total + sums.alpha).sqrt();
    assert!((compound * 10_000.0 - f64::from(score.compound)).abs() <= 0.5 + 1e-6, "{text:?}");
}

/// Pieces in which there is something to mend.
fn mendable() -> impl Strategy<Value = String> {
    let pieces = "good bad fed up kiss of death don\u{2019}t \u{2019}s \u{201C} \u{2014} \u{2026} #LoveThis # @ann @ \
        https://x.y www. a.b/c :// \u{2764}\u{FE0F} \u{1F468}\u{200D}\u{1F469} \u{1F44D}\u{1F3FD} \u{200D} \u{FE0F} \u{1F525} \
        but no not least kind of VERY GOOD . ! / \u{E9}t\u{E9} to the moon";
    let pieces: Vec<String> = pieces.split_whitespace().map(str::to_owned).collect();
    let space = prop::sample::select(vec![" ", " ", "", "", "\u{A0}", "\u{1E}", "."]);
    prop::collection::vec((prop::sample::select(pieces), space), 0..30).prop_map(|parts| {
        parts.into_iter().flat_map(|(piece, space)| [piece, space.to_owned()]).collect()
    })
}

proptest! {
    #[test]
    fn explanations_of_vader_plus_add_up(text in mendable()) {
        check(plus(), &text);
    }

    #[test]
    fn any_bytes_are_scored_by_vader_plus(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(plus(), &String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_text_is_scored_by_vader_plus(text in any::<String>()) {
        check(plus(), &text);
    }
}

#[test]
fn huge_texts_are_scored_by_vader_plus() {
    let many = 100_000;
    let rows = [
        "x".repeat(many),
        "!".repeat(many),
        "#".repeat(many),
        "@".repeat(many),
        "@a".repeat(many),
        "a.b".repeat(many),
        "ab.".repeat(many),
        "#Ab".repeat(many),
        "\u{1F602}".repeat(many),
        "\u{1F602}\u{200D}".repeat(many),
        "to ".repeat(many),
        "kiss of ".repeat(many),
        "://".repeat(many),
        format!("to {} ", "x".repeat(many)).repeat(3),
    ];
    let model = plus();
    let mut scratch = Scratch::default();
    for text in rows {
        assert!(model.score(&text, &mut scratch).compound.abs() <= 10_000);
    }
}
