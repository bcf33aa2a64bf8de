//! The state of the screen: what has the keys, what is selected, opened, filtered and frozen.
//!
//! It is changed by commands alone and draws nothing. It never changes a snapshot; a frozen
//! screen keeps the one it was frozen at.

mod cover;
mod travel;

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::post::Timestamp;
use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::tui::keys::Command;
use crate::tui::keys::Place;
use crate::tui::palette::Colour;
use crate::tui::palette::Palette;
use crate::tui::palette::Theme;
use crate::view::Filter;
use crate::view::Order;
use crate::view::Row;
use crate::view::Subject;
use crate::view::Zoom;
use crate::view::rows;
use cover::Cover;

/// Says in a few lines how a text came to its score.
pub type Explain = Box<dyn Fn(&str) -> Vec<String> + Send>;

/// Lines or windows a page key goes.
const PAGE: isize = 10;

/// How the screen is shown.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Whether colours are used.
    pub colour: Colour,
    /// For which background.
    pub theme: Theme,
    /// Where the clocks of the display stand.
    pub tz: TimeZone,
}

impl Default for Settings {
    fn default() -> Self {
        Self { colour: Colour::default(), theme: Theme::default(), tz: TimeZone::UTC }
    }
}

/// A panel that can have the keys.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Panel {
    /// The table of topics, or the opened topic.
    Topics,
    /// The timeline.
    Timeline,
    /// The feed.
    Feed,
}

/// What a command asks for beyond the screen.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Effect {
    /// Leave the screen.
    Leave(Exit),
}

/// How the screen is left.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Exit {
    /// By its user.
    Quit,
    /// By Ctrl-C or by a signal.
    Interrupted,
}

/// Whether keys are letters of the filter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Typing {
    No,
    Filter,
}

/// The state of the screen.
pub struct Screen {
    palette: Palette,
    tz: TimeZone,
    explain: Option<Explain>,
    panel: Panel,
    subject: Option<Subject>,
    opened: Option<Subject>,
    order: Order,
    zoom: Option<Zoom>,
    moment: Option<Timestamp>,
    post: Option<Arc<FeedPost>>,
    cover: Option<Cover>,
    filter: Filter,
    typing: Typing,
    frozen: Option<Arc<Snapshot>>,
}

impl Screen {
    /// A screen nobody has touched yet.
    #[must_use]
    pub fn new(settings: Settings, explain: Option<Explain>) -> Self {
        Self {
            palette: Palette::new(settings.colour, settings.theme),
            tz: settings.tz,
            explain,
            panel: Panel::Topics,
            subject: None,
            opened: None,
            order: Order::default(),
            zoom: None,
            moment: None,
            post: None,
            cover: None,
            filter: Filter::default(),
            typing: Typing::No,
            frozen: None,
        }
    }

    /// Where the keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        match (&self.typing, &self.cover, self.panel) {
            (Typing::Filter, ..) => Place::Filter,
            (_, Some(Cover::Help { .. }), _) => Place::Help,
            (_, Some(Cover::Sources { .. }), _) => Place::Sources,
            (_, Some(Cover::Post { .. } | Cover::Gone), _) => Place::Post,
            (_, None, Panel::Topics) if self.opened.is_some() => Place::Topic,
            (_, None, Panel::Topics) => Place::Topics,
            (_, None, Panel::Timeline) => Place::Timeline,
            (_, None, Panel::Feed) => Place::Feed,
        }
    }

    /// The styles.
    #[must_use]
    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// The time zone of the display.
    #[must_use]
    pub fn tz(&self) -> &TimeZone {
        &self.tz
    }

    /// The panel that has the keys.
    #[must_use]
    pub fn panel(&self) -> Panel {
        self.panel
    }

    /// The order of the topics.
    #[must_use]
    pub fn order(&self) -> Order {
        self.order
    }

    /// The filter of the feed.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// The opened topic.
    #[must_use]
    pub fn opened(&self) -> Option<Subject> {
        self.opened
    }

    /// The window the user looks at in the timeline, by its first moment; else the latest.
    #[must_use]
    pub fn moment(&self) -> Option<Timestamp> {
        self.moment
    }

    /// What is shown: the frozen snapshot, else the live one.
    #[must_use]
    pub fn shown<'a>(&'a self, live: &'a Snapshot) -> &'a Snapshot {
        self.frozen.as_deref().unwrap_or(live)
    }

    /// Posts that came since the picture was frozen; `None` while it is not.
    #[must_use]
    pub fn posts_since(&self, live: &Snapshot) -> Option<u64> {
        let kept = |snapshot: &Snapshot| snapshot.counts.counted + snapshot.counts.late;
        self.frozen.as_ref().map(|frozen| kept(live).saturating_sub(kept(frozen)))
    }

    /// Whether going back leads anywhere.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.cover.is_some()
            || self.opened.is_some()
            || self.moment.is_some()
            || self.filter.is_set()
            || self.typing == Typing::Filter
    }

    /// The length of a window of the screen, in microseconds.
    #[must_use]
    pub fn length(&self, shown: &Snapshot) -> i64 {
        self.zoom(shown).length(&shown.run)
    }

    fn zoom(&self, shown: &Snapshot) -> Zoom {
        self.zoom.unwrap_or_else(|| Zoom::fitting(&shown.run))
    }

    /// The rows of the topics table.
    #[must_use]
    pub fn rows(&self, shown: &Snapshot) -> Vec<Row> {
        rows(shown, self.length(shown), self.order)
    }

    /// What the timeline is about: the opened topic, else the selected row.
    #[must_use]
    pub fn subject(&self, shown: &Snapshot) -> Subject {
        match self.opened.or(self.subject) {
            Some(subject) => subject,
            None if shown.topics.len() == 1 => Subject::Topic(TopicId(0)),
            None => Subject::All,
        }
    }

    /// The posts of the feed, the newest first.
    #[must_use]
    pub fn posts<'a>(&self, shown: &'a Snapshot) -> Vec<&'a Arc<FeedPost>> {
        let belongs = |post: &FeedPost| match self.opened {
            Some(Subject::Topic(id)) => post.topics.contains(&id),
            _ => true,
        };
        let passes = |post: &&'a Arc<FeedPost>| belongs(post) && self.filter.passes(post);
        shown.feed.iter().rev().filter(passes).collect()
    }

    /// The place of the selected post among them; 0 while the newest is followed.
    #[must_use]
    pub fn post_index(&self, posts: &[&Arc<FeedPost>]) -> usize {
        let Some(selected) = &self.post else { return 0 };
        let newer = posts.iter().take_while(|post| post.number > selected.number).count();
        newer.min(posts.len().saturating_sub(1))
    }

    /// Obeys a command, and gives back what is to be done outside the screen.
    pub fn apply(&mut self, command: Command, live: &Arc<Snapshot>) -> Option<Effect> {
        let shown = self.frozen.clone().unwrap_or_else(|| Arc::clone(live));
        match command {
            Command::Quit => return Some(Effect::Leave(Exit::Quit)),
            Command::Interrupt => return Some(Effect::Leave(Exit::Interrupted)),
            Command::Help => self.turn_help(),
            Command::Sources => self.turn_sources(),
            Command::Up => self.go_lines(&shown, -1),
            Command::Down => self.go_lines(&shown, 1),
            Command::PageUp => self.go_page(&shown, -PAGE),
            Command::PageDown => self.go_page(&shown, PAGE),
            Command::First => self.go_page(&shown, isize::MIN),
            Command::Last => self.go_page(&shown, isize::MAX),
            Command::Left => self.go_windows(&shown, -1),
            Command::Right => self.go_windows(&shown, 1),
            Command::NextPanel => self.panel = self.panel.next(),
            Command::PreviousPanel => self.panel = self.panel.next().next(),
            Command::Open => self.open(&shown),
            Command::Back => self.back(),
            Command::Freeze => self.turn_frozen(live),
            Command::Filter => self.typing = Typing::Filter,
            Command::Longer => self.set_zoom(self.zoom(&shown).longer(&shown)),
            Command::Shorter => self.set_zoom(self.zoom(&shown).shorter()),
            Command::Sort => self.order = self.order.next(),
            Command::Pick(row) => self.pick(&shown, usize::from(row)),
            Command::Type(character) => self.filter.push(character),
            Command::Erase => self.filter.pop(),
            Command::Clear => self.filter.clear(),
            Command::Accept => self.accept(),
        }
        None
    }

    fn turn_frozen(&mut self, live: &Arc<Snapshot>) {
        self.frozen = match self.frozen {
            Some(_) => None,
            None => Some(Arc::clone(live)),
        };
    }

    fn set_zoom(&mut self, zoom: Zoom) {
        self.zoom = Some(zoom);
        self.moment = None;
    }

    fn accept(&mut self) {
        self.filter.settle();
        self.typing = Typing::No;
    }

    fn back(&mut self) {
        if self.typing == Typing::Filter {
            self.typing = Typing::No;
            self.filter.clear();
            return;
        }
        let went = self.cover.take().is_some()
            || self.opened.take().is_some()
            || self.moment.take().is_some();
        if !went {
            self.filter.clear();
        }
    }

    fn open(&mut self, shown: &Snapshot) {
        if self.panel == Panel::Feed {
            let posts = self.posts(shown);
            if let Some(post) = posts.get(self.post_index(&posts)) {
                self.open_post(Arc::clone(post));
            }
        } else if self.opened.is_none() {
            self.opened = Some(self.subject(shown));
        }
    }

    fn pick(&mut self, shown: &Snapshot, row: usize) {
        if let Some(row) = self.rows(shown).get(row) {
            self.subject = Some(row.subject);
            self.opened = self.opened.map(|_| row.subject);
        }
    }
}

impl Panel {
    fn next(self) -> Self {
        match self {
            Self::Topics => Self::Timeline,
            Self::Timeline => Self::Feed,
            Self::Feed => Self::Topics,
        }
    }
}
