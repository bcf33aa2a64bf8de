//! A ledger that is saved and restored goes on as if nothing had happened.

use std::sync::Arc;

use super::order::Memory;
use super::{ONE, SECOND, Seen, TWO, any_post, any_settings, batch, gap, live, post, tens};
use crate::frame::{Position, SourceId};
use crate::ledger::{Checkpoint, Completeness, Event, Ledger, Retention, Settings, SourcePosition};
use crate::post::Timestamp;
use crate::topic::TopicKey;
use crate::window::{Codec, CodecError, Series};
use proptest::prelude::*;

/// Something that happens to a ledger.
#[derive(Clone, Debug)]
enum Step {
    Posts(SourceId, Vec<Seen>),
    Idle(SourceId, i64),
    Lose(SourceId, i64),
    Regain(SourceId),
    Miss(SourceId, i64, i64),
    End(SourceId),
    Finish,
}

fn any_step() -> impl Strategy<Value = Step> {
    let source = prop_oneof![Just(ONE), Just(TWO)];
    (source, 0..12_u8, 0..250_i64, prop::collection::vec(any_post(), 1..4)).prop_map(
        |(source, what, second, posts)| match what {
            0 => Step::Idle(source, second),
            1 => Step::Lose(source, second),
            2 => Step::Regain(source),
            3 => Step::Miss(source, second / 2, second),
            _ => Step::Posts(source, posts),
        },
    )
}

/// Does a step, with a look at the ledger after every post; whoever looks may exchange it.
fn go(
    mut ledger: Ledger,
    step: &Step,
    out: &mut Vec<Event>,
    look: &dyn Fn(Ledger) -> Ledger,
) -> Ledger {
    match step {
        Step::Posts(source, posts) => {
            let mentions = batch(posts);
            for place in 0..mentions.list.len() {
                ledger.take(*source, &mentions, place..place + 1, out);
                ledger = look(ledger);
            }
            ledger.reach(*source, mentions.reach, out);
            ledger.add_counts(mentions.counts);
        }
        Step::Idle(source, seconds) => ledger.idle(*source, seconds * SECOND, out),
        Step::Lose(source, second) => {
            ledger.lose(*source, Timestamp::from_seconds(*second), 60 * SECOND);
        }
        Step::Regain(source) => ledger.regain(*source, out),
        Step::Miss(source, start, end) => ledger.miss(*source, &gap(*start, *end), out),
        Step::End(source) => ledger.end(*source, out),
        Step::Finish => ledger.finish(out),
    }
    look(ledger)
}

fn fresh(settings: &Settings, sources: &[Completeness]) -> Ledger {
    let mut ledger = Ledger::new(settings.clone(), 3, sources.to_vec());
    ledger.spill_to(Arc::new(Memory::default()));
    ledger
}

/// Everything that is told, and what the chart shows in the end.
fn told(settings: &Settings, sources: &[Completeness], steps: &[Step], cut: bool) -> String {
    let look = |ledger: Ledger| {
        if !cut {
            return ledger;
        }
        let saved = ledger.save().unwrap();
        let restored = fresh(settings, sources).restore(&saved).unwrap();
        assert!(restored.save().unwrap() == saved, "saved twice, it is the same");
        restored
    };
    let (mut ledger, mut out) = (fresh(settings, sources), Vec::new());
    for step in steps {
        ledger = go(ledger, step, &mut out, &look);
    }
    let (mut all, mut topics) = (Series::default(), Vec::new());
    let start = ledger.chart(50, &mut all, &mut topics);
    format!("{out:?}\n{start:?} {all:?} {topics:?}\n{:?} {:?}", ledger.counts(), ledger.losses())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(120) })]

    #[test]
    fn a_run_that_is_cut_at_every_event_gives_the_same_bytes(
        mut settings in any_settings(),
        second in prop_oneof![
            Just(Completeness::AtEnd), Just(live(20)),
            Just(Completeness::Detect { lateness: 5 * SECOND }),
        ],
        steps in prop::collection::vec(any_step(), 1..40),
    ) {
        settings.remembered = 50;
        let end = [Step::End(TWO), Step::End(ONE), Step::Finish];
        let steps: Vec<Step> = steps.into_iter().chain(end).collect();
        for sources in [[live(10), second], [Completeness::AtEnd, Completeness::AtEnd]] {
            let whole = told(&settings, &sources, &steps, false);
            prop_assert_eq!(told(&settings, &sources, &steps, true), whole);
        }
    }

    #[test]
    fn bytes_from_strangers_are_a_state_or_an_error(
        place in any::<prop::sample::Index>(), byte in any::<u8>(), cut in any::<prop::sample::Index>(),
    ) {
        let settings = Settings { retention: Retention::Keep(5), budget: 3_000, ..tens() };
        let sources = [live(10), Completeness::AtEnd];
        let mut ledger = fresh(&settings, &sources);
        let posts: Vec<Seen> = (0..40).map(|n| post(n * 10, n as u64, &[0, 2])).collect();
        let mut out = Vec::new();
        for source in [ONE, TWO] {
            ledger = go(ledger, &Step::Posts(source, posts.clone()), &mut out, &|ledger| ledger);
            ledger = go(ledger, &Step::Lose(source, 100), &mut out, &|ledger| ledger);
        }
        let mut bytes = ledger.save().unwrap();
        let place = place.index(bytes.len());
        bytes[place] = byte;
        if let Ok(restored) = fresh(&settings, &sources).restore(&bytes) {
            let steps = [Step::Posts(ONE, posts), Step::Idle(TWO, 90), Step::Finish];
            steps.iter().fold(restored, |ledger, step| go(ledger, step, &mut out, &|ledger| ledger));
        }
        prop_assert!(fresh(&settings, &sources).restore(&bytes[..cut.index(bytes.len())]).is_err());
    }
}

#[test]
fn the_state_of_another_run_is_refused_in_words() {
    let of = |window: i64, topics, sources: usize| {
        let settings = Settings { window: window * SECOND, slide: window * SECOND, ..tens() };
        Ledger::new(settings, topics, vec![live(0); sources])
    };
    let saved = of(10, 2, 1).save().unwrap();
    let rows = [
        (of(10, 2, 1), None),
        (of(20, 2, 1), Some("the bytes are of windows of another length")),
        (of(10, 3, 1), Some("the bytes are of another number of topics")),
        (of(10, 2, 2), Some("the bytes are of another number of sources")),
    ];
    for (ledger, error) in rows {
        let told = ledger.restore(&saved).err().map(|error| error.to_string());
        assert_eq!(told.as_deref(), error);
    }
    let later = [b'L', 200];
    assert_eq!(of(10, 2, 1).restore(&later).err(), Some(CodecError::Version(200)));
    let other = [b'T', 1];
    let kind = CodecError::Kind { found: b'T', wanted: b'L' };
    assert_eq!(of(10, 2, 1).restore(&other).err(), Some(kind));
}

#[test]
fn a_checkpoint_is_read_as_it_was_written() {
    let source = |name: &str, position| SourcePosition { name: name.to_owned(), position };
    let checkpoint = Checkpoint {
        topics: vec![TopicKey::new("rust", "rust -game"), TopicKey::new("go", "go")],
        sources: vec![source("bluesky", Some(Position::Cursor(7))), source("-", None)],
        ledger: vec![1, 2, 3],
    };
    let bytes = checkpoint.encode();
    assert_eq!(Checkpoint::decode(&bytes), Ok(checkpoint));
    for end in 0..bytes.len() {
        assert!(Checkpoint::decode(&bytes[..end]).is_err(), "{end}");
    }
    assert_eq!(Checkpoint::decode(&[&bytes[..], b"x"].concat()), Err(CodecError::Long(1)));
}
