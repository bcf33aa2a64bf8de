//! How commands change the screen, and what they ask for beyond it.

use std::sync::Arc;

use crate::snapshot::Snapshot;
use crate::tui::keys::Command;
use crate::tui::keys::Tab;
use crate::tui::screen::chosen::Attention;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Panel;
use crate::tui::screen::chosen::Step;
use crate::tui::screen::chosen::Typing;
use crate::tui::screen::effect::Effect;
use crate::tui::screen::effect::Exit;
use crate::tui::screen::effect::Message;
use crate::tui::screen::state::Screen;
use crate::view::Filter;
use crate::view::Stretch;
use crate::view::Subject;

/// Lines a page key goes.
const PAGE: isize = 10;

/// What was chosen before is remembered for so many steps.
const STEPS: usize = 50;

impl Screen {
    /// Obeys a command, and gives back what it asks for beyond the screen.
    pub fn apply(&mut self, command: Command, live: &Arc<Snapshot>) -> Option<Effect> {
        self.message = None;
        if live.finished {
            self.failure = Attention::Read;
        }
        let guided = self.guide(live).map_or(0, |(said, _)| said);
        if guided > self.toured {
            self.toured = if command == Command::Back { usize::MAX } else { guided };
            if command == Command::Back {
                return None;
            }
        }
        let shown = Arc::clone(self.shown(live));
        match command {
            Command::Quit => return self.quit(),
            Command::Interrupt => return Some(Effect::Leave(Exit::Interrupted)),
            Command::Suspend => return Some(Effect::Suspend),
            Command::Redraw => return Some(Effect::Redraw),
            Command::Copy => return Some(self.copy()),
            Command::CopyLink => return self.copy_link(live),
            Command::Accept => return self.accept(live),
            Command::Help => self.turn_help(),
            Command::Show(tab) => self.show(tab),
            Command::Open => self.open(live),
            Command::Back => self.back(),
            Command::Undo => self.undo(),
            Command::Hold => return self.turn_held(live),
            Command::Step | Command::Slower | Command::Faster => {
                return self.change_pace(command, live);
            }
            Command::NextPanel => self.panel = self.next_panel(),
            Command::PreviousPanel => self.panel = self.previous_panel(),
            Command::Sort if self.panel == Panel::Topics => self.order = self.order.next(),
            Command::Sort => self.post_order = self.post_order.next(),
            Command::Turn => self.direction = self.direction.turned(),
            Command::Keep => self.keep(live),
            Command::Swap => self.swap(live),
            Command::Up => self.go_lines(live, -1),
            Command::Down => self.go_lines(live, 1),
            Command::PageUp => self.go_page(live, -PAGE),
            Command::PageDown => self.go_page(live, PAGE),
            Command::First => self.go_page(live, isize::MIN),
            Command::Last => self.go_page(live, isize::MAX),
            Command::Filter => self.begin(Typing::Filter),
            Command::Line => self.begin(Typing::Command),
            Command::Type(_)
            | Command::Edit(_)
            | Command::Complete
            | Command::CompleteBack
            | Command::Older
            | Command::Newer => self.type_on(command, live),
            _ => self.go_in_time(command, &shown, live),
        }
        None
    }

    /// Says something in the last line until the next key.
    pub fn say(&mut self, message: Message) {
        self.message = Some(message);
    }

    /// Stops saying it.
    pub fn hush(&mut self) {
        self.message = None;
    }

    /// Notes how many windows fit into the timeline.
    pub fn fit(&mut self, windows: i64) {
        self.screenful = windows.max(1);
    }

    /// Remembers what is chosen, before it changes.
    pub(super) fn remember(&mut self) {
        let Self { tab, subject, stretch, zoom, .. } = *self;
        let step = Step { tab, subject, stretch, zoom };
        if self.steps.last() == Some(&step) {
            return;
        }
        if self.steps.len() == STEPS {
            self.steps.remove(0);
        }
        self.steps.push(step);
    }

    fn undo(&mut self) {
        let Self { tab, subject, stretch, zoom, .. } = *self;
        let here = Step { tab, subject, stretch, zoom };
        while let Some(step) = self.steps.pop() {
            if step == here {
                continue;
            }
            (self.marking, self.cover) = (None, None);
            (self.tab, self.subject, self.zoom) = (step.tab, step.subject, step.zoom);
            self.stretch = step.stretch;
            self.panel = first_panel(step.tab);
            if !step.stretch.is_past() {
                self.edge = None;
            }
            return;
        }
        self.say(Message::Done("nothing was chosen before".to_owned()));
    }

    fn quit(&mut self) -> Option<Effect> {
        if self.cover.take().is_some() {
            return None;
        }
        Some(Effect::Leave(Exit::Quit))
    }

    /// One step out.
    fn back(&mut self) {
        if self.marking.is_some() && self.input.is_none() {
            self.undo();
        } else if self.input.take().is_some() || self.cover.take().is_some() {
            // What was in front is gone; what lies behind it stays.
        } else if self.tab != Tab::Overview {
            self.show(Tab::Overview);
        } else if self.stretch.is_past() {
            self.choose_stretch(Stretch::Now);
        } else if self.kept.take().is_none() {
            self.filter = Filter::default();
        }
    }

    pub(super) fn show(&mut self, tab: Tab) {
        self.cover = None;
        if self.tab == tab {
            return;
        }
        self.remember();
        self.tab = tab;
        self.scroll = 0;
        self.panel = first_panel(tab);
    }

    pub(super) fn choose(&mut self, subject: Subject) {
        if self.subject != Some(subject) {
            self.remember();
            self.subject = Some(subject);
        }
    }

    fn turn_help(&mut self) {
        self.cover = match self.cover {
            Some(Cover::Help { .. }) => None,
            _ => Some(Cover::Help { scroll: 0 }),
        };
    }

    fn open(&mut self, live: &Arc<Snapshot>) {
        if self.marking.take().is_some() {
            return;
        }
        match (self.tab, self.panel) {
            (_, Panel::Posts) => self.open_chosen_post(live),
            (Tab::Overview, Panel::Topics) => {
                let subject = self.subject(self.shown(live));
                self.choose(subject);
                self.show(Tab::Topic);
            }
            _ => self.show(Tab::Posts),
        }
    }

    fn next_panel(&self) -> Panel {
        match (self.tab, self.panel) {
            (Tab::Overview, Panel::Topics) | (Tab::Topic, Panel::Posts) => Panel::Timeline,
            (Tab::Overview, Panel::Posts) => Panel::Topics,
            _ => Panel::Posts,
        }
    }

    fn previous_panel(&self) -> Panel {
        match (self.tab, self.panel) {
            (Tab::Overview, Panel::Timeline) => Panel::Topics,
            (Tab::Overview, Panel::Posts) | (Tab::Topic, Panel::Posts) => Panel::Timeline,
            _ => Panel::Posts,
        }
    }

    fn copy(&self) -> Effect {
        match &self.cover {
            Some(Cover::Post { post, .. }) => Effect::Copy(post.text.clone()),
            _ => Effect::CopyChosen,
        }
    }

    fn copy_link(&mut self, live: &Arc<Snapshot>) -> Option<Effect> {
        let then = self.then(live);
        let posts = self.posts(&then);
        let chosen = match &self.cover {
            Some(Cover::Post { post, .. }) => Some(post),
            _ => posts.get(self.post_index(&posts)).copied(),
        };
        let link = chosen.map(|post| post.url.clone()).filter(|url| !url.is_empty());
        if link.is_none() {
            self.say(Message::Wrong("no link is known of this post".to_owned()));
        }
        link.map(Effect::Copy)
    }
}

/// The panel of a view that has the keys to begin with.
fn first_panel(tab: Tab) -> Panel {
    match tab {
        Tab::Overview => Panel::Topics,
        Tab::Topic => Panel::Timeline,
        Tab::Posts | Tab::Compare | Tab::Health => Panel::Posts,
    }
}
