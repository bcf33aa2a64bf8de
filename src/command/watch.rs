//! `moodwire watch`: the screen in front, the pipeline behind it on a thread of its own.

use std::error::Error as _;
use std::io::{self, IsTerminal};
use std::sync::Arc;

use tokio::sync::watch::Sender;

use super::error::Error;
use super::interrupt::Interrupt;
use super::plan::{Otherwise, plan, sources};
use super::{Exit, ending, reason, system, variant};
use crate::config::{Purpose, Run, Settings};
use crate::pipeline::{self, Screen, Tempo};
use crate::sentiment::{Model, Profile};
use crate::snapshot::{Failure, Snapshot};
use crate::source::Source;
use crate::tui;
use crate::tui::PaceChange;

/// Shows the screen until the user leaves it or a signal comes.
///
/// # Errors
/// When standard output is no terminal, the settings or the sources cannot be used, or the run
/// breaks off.
pub fn run(arguments: &Run) -> Result<Exit, Error> {
    let mut settings = Settings::check(arguments.merged()?, Purpose::Watch)?;
    if !io::stdout().is_terminal() {
        return Err(Error::Usage {
            problem: "cannot show the screen: standard output is no terminal".to_owned(),
            hint: "`moodwire stream` takes the same arguments and writes JSON lines",
        });
    }
    settings.output.existing = arguments.existing();
    super::stdin_if_none(&mut settings, "watch")?;
    let interrupt = Interrupt::listen()?;
    let sources = sources(&settings)?;
    go(&settings, sources, 0, &interrupt)
}

/// Shows sources that are already open; so many microseconds of event time are in at once.
///
/// # Errors
/// When a lexicon, an output file or the terminal cannot be used, the run breaks off, or every
/// source has failed.
pub fn go(
    settings: &Settings,
    sources: Vec<Source>,
    head_start: i64,
    interrupt: &Interrupt,
) -> Result<Exit, Error> {
    let stop = interrupt.stop();
    let mut plan = plan(settings, sources, Otherwise::Nowhere, stop.clone())?;
    plan.settings.head_start = head_start;
    let (model, tempo) = (plan.model.clone(), plan.tempo.clone());
    let (sender, snapshots) = tokio::sync::watch::channel(Arc::new(Snapshot::default()));
    plan.outlets.push(Box::new(Screen::new(sender.clone())));
    let progress = Arc::clone(interrupt.progress());
    let run = move || pipeline::run_noting(plan, &progress);
    let behind = std::thread::Builder::new()
        .name("pipeline".to_owned())
        .spawn(move || run().inspect_err(|error| tell(&sender, error)))
        .map_err(system("start a thread"))?;
    let asked = stop.clone();
    let explain = Some(explain(settings, model));
    let left = tui::run(
        snapshots,
        settings.screen.clone(),
        move || asked.is_set(),
        explain,
        move |pace| obey(&tempo, pace),
    );
    stop.set();
    let ended = behind.join().map_err(|_| io::Error::other("the thread behind it broke off"));
    let outcome = ended.map_err(system("go on showing the screen"))??;
    let left = left?;
    let is_interrupted = interrupt.came() || left == tui::Exit::Interrupted;
    ending::exit(outcome, is_interrupted)
}

/// What the user of the screen asks of the pace.
fn obey(tempo: &Tempo, pace: PaceChange) {
    match pace {
        PaceChange::Hold => tempo.hold(),
        PaceChange::GoOn => tempo.go_on(),
        PaceChange::Pass(micros) => tempo.pass(micros),
        PaceChange::Speed(factor) => tempo.set_speed(factor),
    }
}

/// Says on the screen that the run broke off: nothing more comes after that.
fn tell(sender: &Sender<Arc<Snapshot>>, error: &pipeline::Error) {
    let (mut reason, mut cause) = (error.to_string(), error.source());
    while let Some(deeper) = cause {
        reason.push_str(&format!(": {deeper}"));
        cause = deeper.source();
    }
    let advice = match error {
        pipeline::Error::Source(error) => error.hint(),
        _ => None,
    };
    let failure = Failure { reason, advice };
    sender.send_modify(|last| {
        let last = Arc::make_mut(last);
        (last.finished, last.failure) = (true, Some(failure));
    });
}

/// How the screen explains the score of a post: by the same model, in the same lines as `score`.
fn explain(settings: &Settings, model: Model) -> tui::Explain {
    let remark = (settings.profile != Profile::default() || !settings.lexicons.is_empty())
        .then(|| format!("scored by {}", variant::name(settings)));
    Box::new(move |text| {
        let mut lines = reason::lines(&model.explain(text));
        if text.chars().nth(pipeline::LONGEST_SHOWN - 1).is_some() {
            lines.push("the text is cut here; its score is that of the whole".to_owned());
        }
        lines.extend(remark.clone());
        lines
    })
}
