//! The scores are those of the reference, in every quirk, and can be explained.

use crate::sentiment::emoji::description;
use crate::sentiment::lexicon::{Fault, Warning};
use crate::sentiment::{
    Cause, Explanation, Label, Lexicon, Model, Profile, Score, Scratch, selftest,
};
use proptest::prelude::*;

fn compound(text: &str) -> i16 {
    Model::vader().score(text, &mut Scratch::default()).compound
}

fn with_words(lines: &str) -> Model {
    Model::new(Profile::Vader, &[Lexicon::read("own.tsv", lines.as_bytes()).unwrap()])
}

#[test]
fn every_text_of_the_conformance_file_scores_as_the_reference() {
    let test = selftest();
    assert_eq!(test.first, None);
    assert_eq!(test.differing, 0);
    assert!(test.checked >= 3_000, "{} texts", test.checked);
    assert!(test.reference.starts_with("CPython 3.11."), "{}", test.reference);
    assert!(test.reference.ends_with("vaderSentiment 3.3.2"), "{}", test.reference);
}

/// Each row is a quirk of the reference: two texts, and whether their compound scores are equal.
#[test]
fn quirks_of_the_reference_are_kept() {
    let same = [
        ("a word of two characters keeps its punctuation", "it is ok!", "it is"),
        ("of one character beyond ASCII too", "x, good", "x good"),
        ("a curly apostrophe makes no negation", "I don\u{2019}t like this", "I dontt like this"),
        ("n't negates anywhere in a word", "won't've good", "not good"),
        ("capitals count only beside others", "GREAT NEWS", "great news"),
        ("no word is rated across a space", "fed up", "the table"),
        ("a thorn is not lower-cased into the lexicon", ":\u{DE}", ":\u{FE}"),
        ("the Kelvin sign is a k in lower case", "\u{212A}ill", "kill"),
        ("U+001C is white space", "good\u{1C}bad", "good bad"),
        ("an idiom needs three words before it", "kiss of death", "kiss on death"),
        ("badass is an idiom of one word and never found", "we all saw badass", "badass it was so"),
        ("so right before a word is taken for never so", "plain plain so good", "it went so good"),
        ("a text without a rated word is neutral", "table", "!!! ???"),
        ("a variation selector hides an emoji's last word", "\u{2764}\u{FE0F}", "red"),
    ];
    for (quirk, one, other) in same {
        assert_eq!(compound(one), compound(other), "{quirk}");
    }
    let different = [
        (
            "an idiom with three words before it",
            "we saw the kiss of death",
            "we saw the kiss on death",
        ),
        ("capitals among others", "it is GOOD", "it is good"),
        ("no before a rated word negates it", "no good", "good"),
        ("least turns, at least does not", "least good", "at least good"),
        ("one question mark is nothing, two are", "good??", "good?"),
        ("the reference's hearts", "hearts", "heart"),
        ("an emoji is read by its description", "\u{1F600}", "face"),
        ("a word of three characters loses its punctuation", "(bad)", "(no)"),
    ];
    for (quirk, one, other) in different {
        assert_ne!(compound(one), compound(other), "{quirk}");
    }
}

#[test]
fn scores_are_those_the_reference_gives() {
    let rows = [
        ("", [0, 0, 0, 0]),
        ("\t\n \u{3000}", [0, 0, 0, 0]),
        ("the table", [0, 1000, 0, 0]),
        ("VADER is smart, handsome, and funny.", [0, 254, 746, 8316]),
        ("VADER is VERY SMART, uber handsome, and FRIGGIN FUNNY!!!", [0, 294, 706, 9469]),
        ("Today only kinda sux! But I'll get by, lol", [127, 556, 317, 5249]),
    ];
    let model = Model::vader();
    let mut scratch = Scratch::default();
    for (text, [neg, neu, pos, compound]) in rows {
        let expected =
            Score { neg: neg as u16, neu: neu as u16, pos: pos as u16, compound: compound as i16 };
        assert_eq!(model.score(text, &mut scratch), expected, "{text}");
    }
}

#[test]
fn the_table_holds_the_words_of_the_reference_as_they_are_written() {
    let model = Model::vader();
    let reachable: Vec<_> =
        model.ratings().filter(|(word, _)| word.to_lowercase() == *word).collect();
    // 7,506 words, of which 14 are written with a capital and never match.
    assert_eq!(reachable.len(), 7_492);
    let find = |key| reachable.iter().find(|(word, _)| *word == key).map(|(_, rating)| *rating);
    let rows = [
        ("heart", Some(3.2)),
        ("hearts", Some(3.3)),
        (":p", Some(1.0)),
        ("o.o", Some(-0.8)),
        ("fed up", Some(-1.8)),
        ("( '}{' )", Some(1.6)),
        (":\u{FE}", None),
        ("table", None),
    ];
    for (word, rating) in rows {
        assert_eq!(find(word), rating, "{word}");
    }
    let sum: f64 = reachable.iter().map(|(_, rating)| (rating * 10.0).round()).sum();
    assert_eq!(sum, SUM_OF_TENTHS);
}

/// All reachable ratings of the reference in tenths, added up.
const SUM_OF_TENTHS: f64 = -13_728.0;

#[test]
fn emoji_are_described_by_single_code_points() {
    let described = ('\0'..=char::MAX).filter(|c| description(*c).is_some()).count();
    assert_eq!(described, 1_212);
    assert_eq!(description('\u{1F600}'), Some("grinning face"));
    assert_eq!(description('\u{1F1E9}'), None);
    assert_eq!(description('\u{FE0F}'), None);
    assert_eq!(description('1'), None);
}

#[test]
fn labels_change_at_five_hundredths() {
    let rows = [
        (501, Label::Positive),
        (500, Label::Positive),
        (499, Label::Neutral),
        (0, Label::Neutral),
        (-499, Label::Neutral),
        (-500, Label::Negative),
    ];
    for (compound, label) in rows {
        assert_eq!(Score { compound, ..Score::default() }.label(), label, "{compound}");
    }
}

#[test]
fn a_users_word_is_rated_and_a_later_file_wins() {
    let first = Lexicon::read("a", b"moonish\t2.0\ngood\t-3\n").unwrap();
    let second =
        Lexicon::read("b", b"# a note\tor two\n\nmoonish\t-2.0\t0.5\t[-2, -2]\r\n").unwrap();
    let mut scratch = Scratch::default();
    let alone = Model::new(Profile::Vader, std::slice::from_ref(&first));
    assert!(alone.score("Moonish!", &mut scratch).compound > 0);
    assert!(alone.score("good", &mut scratch).compound < 0);
    let both = Model::new(Profile::Vader, &[first, second]);
    assert!(both.score("moonish", &mut scratch).compound < 0);
    assert_eq!(both.score("great", &mut scratch), Model::vader().score("great", &mut scratch));
}

#[test]
fn a_users_words_are_found_whatever_their_script_and_length() {
    let long = "disproportionately-wonderful-and-then-some";
    let model = with_words(&format!(
        "{long}\t2\n\u{3C3}\u{3BF}\u{3C6}\u{3CC}\u{3C2}\t2\n\u{43C}\u{438}\u{440}\t2\n"
    ));
    let mut scratch = Scratch::default();
    for text in [
        long,
        "\u{3A3}\u{39F}\u{3A6}\u{38C}\u{3A3}",
        "\u{41C}\u{418}\u{420},",
        &long.to_uppercase(),
    ] {
        assert_eq!(model.score(text, &mut scratch).compound, 4_588, "{text}");
    }
    let other = "disproportionately-wonderful-AND-thin-some";
    assert_eq!(model.score(other, &mut scratch).compound, 0);
}

#[test]
fn a_wrong_line_is_named_with_its_number() {
    let rows: [(&[u8], usize, Fault, &str); 6] = [
        (b"good\t1\nbad\tx\n", 2, Fault::NotANumber, "rating is not a number"),
        (b"good 1\n", 1, Fault::NoTab, "no tab between word and rating"),
        (b"\n\n\t1\n", 3, Fault::NoWord, "no word"),
        (b"good\tnan\n", 1, Fault::NotANumber, "rating is not a number"),
        (b"good\tinf\n", 1, Fault::OutOfRange, "rating is not between -100 and 100"),
        (b"good\t1\n\xFF\t1\n", 2, Fault::NotUtf8, "not UTF-8"),
    ];
    for (bytes, line, fault, words) in rows {
        let error = Lexicon::read("x.tsv", bytes).unwrap_err();
        assert_eq!((error.line, error.fault), (line, fault), "{words}");
        assert_eq!(error.to_string(), format!("cannot read lexicon `x.tsv`, line {line}: {words}"));
        assert!(!error.hint().is_empty());
    }
}

#[test]
fn a_word_rated_twice_is_a_warning_that_names_both_lines() {
    let lexicon = Lexicon::read("x.tsv", b"up\t1\nnew\t1\nup\t-1\nGood\t1\nfed up\t1\n").unwrap();
    let unreachable = |word: &str, line| Warning::Unreachable {
        name: "x.tsv".to_owned(),
        word: word.to_owned(),
        line,
    };
    let twice = Warning::Duplicate {
        name: "x.tsv".to_owned(),
        word: "up".to_owned(),
        earlier: 1,
        later: 3,
    };
    assert_eq!(twice.to_string(), "lexicon `x.tsv` has `up` on line 1 and on line 3; line 3 holds");
    assert_eq!(lexicon.warnings(), [twice, unreachable("Good", 4)]);
    assert_eq!(lexicon.phrases(), 1);
}

/// The causes of the changes of the last rated word.
fn causes(text: &str) -> Vec<Cause> {
    let explanation = Model::vader().explain(text);
    let rated = explanation.words.iter().rfind(|word| word.rating.is_some()).unwrap();
    rated.changes.iter().map(|change| change.cause).collect()
}

#[test]
fn every_cause_is_named() {
    use Cause::*;
    let rows: [(&str, &[Cause]); 12] = [
        ("not good", &[Negation]),
        ("very good", &[Booster]),
        ("not a very GOOD one", &[Capitals, Booster, Negation]),
        ("bad but good", &[AfterBut]),
        ("good but plain", &[BeforeBut]),
        ("least good", &[Least]),
        ("never so good", &[Booster, NeverSo]),
        ("we went to the bus stop", &[Idiom]),
        ("it was sort of good", &[BoosterPhrase]),
        ("no good", &[No]),
        ("good no table", &[]),
        ("without doubt good", &[]),
    ];
    for (text, expected) in rows {
        assert_eq!(causes(text), expected, "{text}");
    }
    let no = Model::vader().explain("no good");
    assert_eq!(no.words[0].changes[0].cause, NoBeforeRated);
    assert_eq!(no.words[0].changes[0].by.as_deref(), Some("good"));
    assert_eq!(no.words[1].changes[0].by.as_deref(), Some("no"));
}

#[test]
fn never_so_names_the_word_that_strengthens() {
    let rows = [
        ("never so good", "so"),
        ("never this plain good", "this"),
        ("never plain so good", "so"),
        ("plain plain this good", "this"),
        ("never so this good", "this"),
    ];
    for (text, by) in rows {
        let explanation = Model::vader().explain(text);
        let changes = explanation.words.iter().flat_map(|word| &word.changes);
        let named: Vec<_> = changes
            .filter(|change| change.cause == Cause::NeverSo)
            .map(|change| change.by.as_deref())
            .collect();
        assert!(!named.is_empty() && named.iter().all(|one| *one == Some(by)), "{text}: {named:?}");
    }
}

#[test]
fn words_are_cut_wherever_they_lie_in_a_text() {
    let model = Model::vader();
    let mut scratch = Scratch::default();
    let words = [
        "good",
        "(good)",
        "\u{2003}good\u{2003}",
        "\"very good!\"",
        "!!!",
        "don't",
        "\u{E9}t\u{E9} good",
        "absolutely-not-a-word-of-any-lexicon-but-one-that-is-longer-than-what-is-looked-at-together",
    ];
    let mut compare = |text: &str| {
        // A text and the same one with other white space between its words.
        let parted = text.split_whitespace().collect::<Vec<_>>().join("  \t ");
        assert_eq!(model.score(text, &mut scratch), model.score(&parted, &mut scratch), "{text:?}");
    };
    for word in words {
        for before in 0..140 {
            compare(&format!("{} {word} it is", "x".repeat(before)));
            compare(&format!("{}{word}", " ".repeat(before)));
            compare(&format!("{} GREAT {word}", "\u{E9}".repeat(before)));
        }
    }
}

#[test]
fn an_explanation_shows_emoji_as_the_words_that_describe_them() {
    let explanation = Model::vader().explain("so \u{1F602}\u{1F602}, yes");
    let words: Vec<_> =
        explanation.words.iter().map(|word| (word.text.as_str(), word.emoji)).collect();
    let laugh = Some('\u{1F602}');
    let face = [("face", laugh), ("with", laugh), ("tears", laugh), ("of", laugh), ("joy", laugh)];
    assert_eq!(words, [&[("so", None)], &face[..], &face[..], &[("yes", None)]].concat());
    assert_eq!(explanation.words[5].rating, Some(2.8));
}

#[test]
fn an_explanation_is_written_as_json() {
    let json = serde_json::to_value(Model::vader().explain("not good!")).unwrap();
    assert_eq!(json["score"]["compound"], serde_json::json!(-0.4015));
    assert_eq!(json["score"]["label"], "negative");
    assert_eq!(json["words"][1]["changes"][0]["cause"], "negation");
    assert_eq!(json["words"][1]["changes"][0]["by"], "not");
    assert_eq!(json["sums"]["exclamations"], 1);
}

/// The score that follows from the words and sums of an explanation alone.
fn added_up(explanation: &Explanation) -> Score {
    let Explanation { words, .. } = explanation;
    if words.is_empty() {
        return Score::default();
    }
    for word in words {
        let mut valence = word.rating.unwrap_or(0.0);
        for change in &word.changes {
            assert_eq!(change.before, valence);
            valence = change.after;
        }
        assert_eq!(word.valence, valence);
    }
    let (mut sum, mut pos, mut neg, mut neu) = (0.0, 0.0, 0.0, 0.0);
    for valence in words.iter().map(|word| word.valence) {
        sum += valence;
        match valence {
            v if v > 0.0 => pos += v + 1.0,
            v if v < 0.0 => neg += v - 1.0,
            _ => neu += 1.0,
        }
    }
    let emphasis = explanation.sums.emphasis;
    if pos != -neg {
        *if pos > -neg { &mut pos } else { &mut neg } +=
            if pos > -neg { emphasis } else { -emphasis };
    }
    if sum != 0.0 {
        sum += emphasis.copysign(sum);
    }
    let sums = &explanation.sums;
    assert_eq!((sums.total, sums.positive, sums.negative), (sum, pos, neg));
    assert_eq!(sums.neutral as f64, neu);
    let all = pos - neg + neu;
    let digits = |number: f64, places: usize| -> i64 {
        format!("{number:.places$}").replace('.', "").parse().unwrap()
    };
    Score {
        neg: digits(-neg / all, 3) as u16,
        neu: digits(neu / all, 3) as u16,
        pos: digits(pos / all, 3) as u16,
        compound: digits(sum / (sum * sum + 15.0).sqrt(), 4) as i16,
    }
}

fn check(text: &str) -> Score {
    let model = Model::vader();
    let score = model.score(text, &mut Scratch::default());
    let explanation = model.explain(text);
    assert_eq!(explanation.score, score, "{text:?}");
    assert_eq!(added_up(&explanation), score, "{text:?}");
    assert!(score.neg <= 1000 && score.neu <= 1000 && score.pos <= 1000, "{score:?}");
    assert!((-10_000..=10_000).contains(&score.compound), "{score:?}");
    score
}

/// Words that the rules know, with some that they do not.
fn wordy() -> impl Strategy<Value = String> {
    let words = "good bad GREAT awful :) heart \u{1F602} \u{2764}\u{FE0F} not NEVER so this without doubt \
        least at very VERY kinda kind of sort just enough the shit bomb to die for bus stop yeah right \
        kiss death but BUT no or nor table don't !!! ?? \u{E9}t\u{E9} \u{130} \u{212A}ill";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let word = prop::sample::select(words);
    let space = prop::sample::select(vec![" ", " ", " ", "\u{A0}", "\u{1E}", "", ", "]);
    prop::collection::vec((word, space), 0..40).prop_map(|parts| {
        parts.into_iter().flat_map(|(word, space)| [word, space.to_owned()]).collect()
    })
}

/// Emoji with words that act on their descriptions, or make phrases with them.
fn full_of_emoji() -> impl Strategy<Value = String> {
    let emoji: Vec<_> = ('\0'..=char::MAX).filter(|c| description(*c).is_some()).collect();
    let emoji = prop::sample::select(emoji).prop_map(String::from);
    let words = "not so very kind of the bad beating bomb heart bus sort no but good GREAT don't to \
        die for \u{1}02 \u{E9}t\u{E9} table";
    let words: Vec<String> = words.split_whitespace().map(str::to_owned).collect();
    let word = prop_oneof![3 => emoji, 2 => prop::sample::select(words)];
    let behind = vec![" ", " ", "", "", "!", "\u{FE0F}", "\u{3000}", "\u{1F}"];
    let part = (word, prop::sample::select(behind)).prop_map(|(word, behind)| word + behind);
    prop::collection::vec(part, 0..90).prop_map(|parts| parts.concat())
}

proptest! {
    #[test]
    fn emoji_score_as_the_words_that_describe_them(text in full_of_emoji()) {
        check(&text);
    }

    #[test]
    fn explanations_add_up_to_the_score(text in wordy()) {
        check(&text);
    }

    #[test]
    fn any_bytes_are_scored_within_bounds(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        check(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn any_text_is_scored_within_bounds(text in any::<String>()) {
        check(&text);
    }

    #[test]
    fn any_bytes_are_read_as_a_lexicon_or_named_as_wrong(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 1;
        match Lexicon::read("x", &bytes) {
            Ok(lexicon) => prop_assert!(lexicon.lines().count() <= lines),
            Err(error) => prop_assert!((1..=lines).contains(&error.line)),
        }
    }

    #[test]
    fn a_scratch_keeps_nothing_of_an_earlier_text(first in wordy(), second in wordy()) {
        let model = Model::vader();
        let mut used = Scratch::default();
        let _ = model.score(&first, &mut used);
        prop_assert_eq!(model.score(&second, &mut used), model.score(&second, &mut Scratch::default()));
    }
}

#[test]
fn huge_texts_are_scored() {
    let many = 200_000;
    let rows = [
        "x".repeat(many),
        "!".repeat(many),
        " ".repeat(many),
        "\u{1F602}".repeat(many),
        "good bad but ".repeat(many / 10),
        "no ".repeat(many),
        "n't'".repeat(many),
        format!("good {}", "\u{3A3}'".repeat(many)),
        "GOOD ".repeat(many),
    ];
    let model = Model::vader();
    let mut scratch = Scratch::default();
    for text in rows {
        let score = model.score(&text, &mut scratch);
        assert!(score.neg + score.neu + score.pos >= 998 || text.trim().is_empty(), "{score:?}");
    }
}
