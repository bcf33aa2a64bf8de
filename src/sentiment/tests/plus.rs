//! What people mean by sentences that VADER reads word by word, and what `vader+` makes of them.

use std::sync::LazyLock;

use crate::sentiment::Label::{Negative, Neutral, Positive};
use crate::sentiment::{Cause, Label, Lexicon, Model, Profile, Scratch};

fn plus() -> &'static Model {
    static PLUS: LazyLock<Model> = LazyLock::new(|| Model::new(Profile::VaderPlus, &[]));
    &PLUS
}

fn label(text: &str) -> Label {
    plus().score(text, &mut Scratch::default()).label()
}

fn check(rows: &[(&str, Label)]) {
    for (text, expected) in rows {
        assert_eq!(label(text), *expected, "{text}: {:?}", plus().explain(text).words);
    }
}

#[test]
fn sentences_feel_as_people_mean_them() {
    check(&[
        ("Nobody enjoys waiting here.", Negative),
        ("No one trusts them anymore", Negative),
        ("Zero complaints from me.", Positive),
        ("Hardly any problems with it.", Positive),
        ("I have barely any complaints", Positive),
        ("hardly any complaints at all", Positive),
        ("Couldn't be happier with it", Positive),
        ("We could not be better served", Positive),
        ("It couldn't get any worse", Negative),
        ("Couldn’t be more pleased", Positive),
        ("I've never been happier", Positive),
        ("Anything but good", Negative),
        ("The food was nothing but disappointing", Negative),
        ("Nothing but love for this team", Positive),
        ("I used to love this place", Negative),
        ("We used to enjoy the show", Negative),
        ("He tested positive for covid", Negative),
        ("My brother has tested positive", Negative),
        ("That offer looks too good to be true", Negative),
        ("Not the best coffee in town", Negative),
        ("It's not the worst idea", Neutral),
        ("This isn't the worst song", Neutral),
        ("I need this coat so badly", Positive),
        ("damn good coffee", Positive),
        ("bloody brilliant show", Positive),
        ("sick of waiting", Negative),
        ("I can't recommend it enough", Positive),
        ("can't thank you enough", Positive),
        ("The app does not load", Negative),
        ("My order never arrived", Negative),
        ("Nothing works", Negative),
        ("The printer isn't working", Negative),
        ("nothing to complain about", Positive),
        ("It runs without any problems", Positive),
        ("no regrets", Positive),
        ("It didn't disappoint", Positive),
        ("Not everyone likes it", Negative),
        ("It smells like wet dog", Neutral),
        ("That sounds like a plan", Neutral),
        ("Did it break? Never. Great machine", Positive),
        ("No, thanks, it is lovely as it is", Positive),
        ("Is it slow? Not at all! Love it", Positive),
        ("Dying to see the new film", Positive),
        ("Cannot wait to see you", Positive),
        ("can't stand this song", Negative),
        ("holy shit this is amazing", Positive),
        ("hell yes", Positive),
        ("The bill is not right", Negative),
        ("The service is shoddy", Negative),
        ("the process is tedious", Negative),
        ("no help at all", Negative),
        ("The firm is in the red again", Negative),
        ("We are back in the black", Positive),
        ("She is really on the ball", Positive),
        ("He is in the black jacket", Neutral),
        ("Check in/out was fine", Positive),
        ("good/bad", Neutral),
        ("🤔", Neutral),
        ("👏👏👏", Positive),
        ("🖕", Negative),
        ("#LoveActually tonight", Neutral),
        ("#SoHappy", Positive),
        ("This is anything but fun", Negative),
        ("It is second to none", Positive),
        ("Not only fast but beautiful", Positive),
        ("There is no doubt it is good", Positive),
        ("pretty awful if you ask me", Negative),
        ("pretty bad", Negative),
        ("pretty annoying", Negative),
        ("I would never recommend this", Negative),
        ("I don't think it's good", Negative),
        ("I wouldn't say it's bad", Positive),
        ("far from perfect", Negative),
        ("far from good", Negative),
        ("The cheap plastic broke", Negative),
        ("could have been better", Negative),
        ("what a waste of time", Negative),
        ("It stopped working", Negative),
        ("keeps crashing on me", Negative),
        ("I am over the moon", Positive),
        ("blown away by the show", Positive),
        ("not my cup of tea", Negative),
    ]);
}

#[test]
fn a_negation_ends_with_its_clause() {
    check(&[
        ("Nothing. Everything was great", Positive),
        ("I would not! Clever design", Positive),
        ("Did you? Not yet; good times", Positive),
        ("not now, happy as I am", Positive),
        ("not really good", Negative),
        ("not good, bad", Negative),
        ("No. Great", Positive),
        ("no great", Negative),
        ("I do not. It is good", Positive),
        ("never. good", Positive),
    ]);
    let changes = |text: &str| -> Vec<Cause> {
        let words = plus().explain(text).words;
        words.into_iter().flat_map(|word| word.changes).map(|change| change.cause).collect()
    };
    assert_eq!(changes("very good"), [Cause::Booster]);
    assert_eq!(changes("very. good"), [], "boosters end there too");
    assert_eq!(changes("at least. good"), [], "as does `least`");
    assert_eq!(changes("not very, very good"), [Cause::Booster]);
}

#[test]
fn longing_is_no_blame() {
    check(&[
        ("I want this kettle so bad", Positive),
        ("i need one of these so badly", Positive),
        ("WANT IT SO BAD", Positive),
        ("it is so bad", Negative),
        ("I want out. It is so bad", Negative),
        ("they want money, service is so bad", Negative),
        ("want bad", Negative),
        ("é want it so bad", Positive),
    ]);
    let explanation = plus().explain("want it so bad");
    assert_eq!(explanation.words[3].changes[0].cause, Cause::Longing);
    let far = format!("want {} so bad", "x".repeat(100));
    assert_eq!(label(&far), Negative, "too far away");
}

#[test]
fn an_idiom_of_colours_needs_its_place() {
    check(&[
        ("The shop is in the red", Negative),
        ("The shop is in the red, again", Negative),
        ("The shop is in the red by a million", Negative),
        ("The shop is in the red zone", Neutral),
        ("He is in the red hat", Neutral),
        ("The firm is still in the black", Positive),
        ("still in the black dress", Neutral),
        ("Anna is on the ball today", Positive),
        ("His foot is on the ball carrier", Neutral),
        ("Keep an eye on the ball", Neutral),
        ("the red is in the red", Negative),
    ]);
}

#[test]
fn hashtags_are_split_where_somebody_speaks() {
    check(&[
        ("#ILoveThis", Positive),
        ("#SoHappy", Positive),
        ("#HateMyJob", Negative),
        ("#SoSickOfThis", Negative),
        ("#HappyValley", Neutral),
        ("#TheWalkingDead", Neutral),
        ("#WarAndPeace", Neutral),
        ("#BestBuy", Neutral),
        ("#DeadPoolAndWolverine", Neutral),
        ("#love", Positive),
    ]);
}

#[test]
fn a_slash_parts_no_words() {
    assert_eq!(plus().explain("good/bad").words.len(), 1);
    assert_eq!(plus().explain("good.bad").words.len(), 2);
}

#[test]
fn a_phrase_ends_before_the_punctuation_of_a_short_word() {
    check(&[("way to go, team", Positive), ("way to go!", Positive), ("way to go", Positive)]);
    assert_eq!(plus().explain("way to, go").words.len(), 3);
    let own = Lexicon::read("x", b"we go on\t-2\n").unwrap();
    let model = Model::new(Profile::VaderPlus, &[own]);
    let score = |text: &str| model.score(text, &mut Scratch::default()).compound;
    assert!(score("we go on") < 0);
    assert_eq!(score("we go, on"), 0, "no phrase goes on behind a comma");
}

#[test]
fn emoji_feel_what_people_mean() {
    check(&[
        ("🤔", Neutral),
        ("hm 🤔🤔", Neutral),
        ("👏", Positive),
        ("🖕", Negative),
        ("😤", Negative),
    ]);
}

#[test]
fn capitals_in_a_lexicon_never_match_wherever_they_stand() {
    for profile in Profile::ALL {
        for word in ["Zing", "wonderbarX", "wonderbarX two", "ziNg"] {
            let lexicon = Lexicon::read("x", format!("{word}\t3\n").as_bytes()).unwrap();
            assert_eq!(lexicon.warnings().len(), 1, "{word}");
            let model = Model::new(profile, &[lexicon]);
            for text in [word.to_owned(), word.to_lowercase(), word.to_uppercase()] {
                let score = model.score(&text, &mut Scratch::default());
                assert_eq!(score.compound, 0, "{text} under {profile}");
            }
        }
    }
}
