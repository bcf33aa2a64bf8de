//! Holding: a replay waits, so that nothing runs behind one's back; live, the picture stands.

use std::sync::Arc;

use crate::snapshot::Snapshot;
use crate::tui::keys::Command;
use crate::tui::screen::chosen::Replay;
use crate::tui::screen::effect::Effect;
use crate::tui::screen::effect::Message;
use crate::tui::screen::effect::PaceChange;
use crate::tui::screen::state::Screen;

/// The speeds one can go to, as factors of that at the start.
const SLOWEST: f64 = 1.0 / 64.0;
const FASTEST: f64 = 64.0;

impl Screen {
    /// Holds what runs, or lets it go on.
    pub(super) fn turn_held(&mut self, live: &Arc<Snapshot>) -> Option<Effect> {
        if self.speed(live).is_some() && !live.finished {
            let (replay, pace) = match self.replay {
                Replay::Runs => (Replay::Waits, PaceChange::Hold),
                Replay::Waits => (Replay::Runs, PaceChange::GoOn),
            };
            self.replay = replay;
            return Some(Effect::Pace(pace));
        }
        self.replay = Replay::Runs;
        self.held = match self.held {
            Some(_) => None,
            None => Some(Arc::clone(live)),
        };
        None
    }

    /// Obeys the keys of the pace of a replay.
    pub(super) fn change_pace(&mut self, command: Command, live: &Snapshot) -> Option<Effect> {
        if self.speed(live).is_none() || live.finished {
            self.say(Message::Wrong("only a replay has a pace, and this is none".to_owned()));
            return None;
        }
        let factor = match command {
            Command::Slower => (self.factor / 2.0).max(SLOWEST),
            Command::Faster => (self.factor * 2.0).min(FASTEST),
            _ if self.is_paused() => {
                return Some(Effect::Pace(PaceChange::Pass(self.window(live))));
            }
            _ => {
                self.say(Message::Wrong("a replay steps while it waits   space: wait".to_owned()));
                return None;
            }
        };
        self.factor = factor;
        Some(Effect::Pace(PaceChange::Speed(factor)))
    }
}
