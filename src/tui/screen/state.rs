//! What the screen knows, and what follows from it and a snapshot.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::post::Timestamp;
use crate::snapshot::FeedPost;
use crate::snapshot::Snapshot;
use crate::topic::TopicId;
use crate::tui::input::Input;
use crate::tui::input::Typed;
use crate::tui::keys::Keys;
use crate::tui::keys::Place;
use crate::tui::keys::Tab;
use crate::tui::palette::Palette;
use crate::tui::palette::Signs;
use crate::tui::screen::chosen::Attention;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Kept;
use crate::tui::screen::chosen::Panel;
use crate::tui::screen::chosen::Replay;
use crate::tui::screen::chosen::Step;
use crate::tui::screen::chosen::Typing;
use crate::tui::screen::effect::Message;
use crate::tui::screen::settings::Explain;
use crate::tui::screen::settings::Settings;
use crate::view::Direction;
use crate::view::Filter;
use crate::view::History;
use crate::view::Mark;
use crate::view::Order;
use crate::view::PostOrder;
use crate::view::Recent;
use crate::view::Row;
use crate::view::Stretch;
use crate::view::Subject;
use crate::view::Zoom;
use crate::view::columns;
use crate::view::failure;
use crate::view::marks;
use crate::view::recent;
use crate::view::rows;

/// The state of the screen.
pub struct Screen {
    pub(super) settings: Settings,
    pub(super) palette: Palette,
    pub(super) explain: Option<Explain>,
    pub(super) tab: Tab,
    pub(super) panel: Panel,
    pub(super) subject: Option<Subject>,
    pub(super) stretch: Stretch,
    /// While a stretch is marked: its first window, and the one that moves.
    pub(super) marking: Option<(Timestamp, Timestamp)>,
    /// In the past: the last window that is in sight.
    pub(super) edge: Option<Timestamp>,
    pub(super) zoom: Option<Zoom>,
    pub(super) order: Order,
    pub(super) direction: Direction,
    pub(super) post_order: PostOrder,
    pub(super) post: Option<Arc<FeedPost>>,
    pub(super) cover: Option<Cover>,
    pub(super) filter: Filter,
    pub(super) input: Option<(Typing, Input)>,
    pub(super) filters: Typed,
    pub(super) commands: Typed,
    /// The chosen candidate of a command, counted from 0.
    pub(super) candidate: usize,
    pub(super) held: Option<Arc<Snapshot>>,
    /// Whether the replay waits.
    pub(super) replay: Replay,
    /// How many times as fast as it began the replay runs.
    pub(super) factor: f64,
    pub(super) kept: Option<Kept>,
    pub(super) steps: Vec<Step>,
    pub(super) message: Option<Message>,
    pub(super) failure: Attention,
    /// What the guide has said and its user has seen.
    pub(super) toured: usize,
    /// Lines the page of a view is scrolled.
    pub(super) scroll: usize,
    /// Windows that fit into the timeline.
    pub(super) screenful: i64,
}

impl Screen {
    /// A screen nobody has touched yet.
    #[must_use]
    pub fn new(mut settings: Settings, explain: Option<Explain>) -> Self {
        settings.signs = settings.signs.settled();
        Self {
            palette: Palette::new(settings.colour, settings.theme),
            settings,
            explain,
            tab: Tab::default(),
            panel: Panel::Topics,
            subject: None,
            stretch: Stretch::Now,
            marking: None,
            edge: None,
            zoom: None,
            order: Order::default(),
            direction: Direction::default(),
            post_order: PostOrder::default(),
            post: None,
            cover: None,
            filter: Filter::default(),
            input: None,
            filters: Typed::default(),
            commands: Typed::default(),
            candidate: 0,
            held: None,
            replay: Replay::Runs,
            factor: 1.0,
            kept: None,
            steps: Vec::new(),
            message: None,
            failure: Attention::Unread,
            toured: 0,
            scroll: 0,
            screenful: 20,
        }
    }

    /// Where the keys go.
    #[must_use]
    pub fn place(&self) -> Place {
        match (&self.input, &self.cover, self.tab, self.panel) {
            (Some((Typing::Filter, _)), ..) => Place::Filter,
            (Some((Typing::Command, _)), ..) => Place::Command,
            (_, Some(Cover::Help { .. }), ..) => Place::Help,
            (_, Some(Cover::Post { .. } | Cover::Gone), ..) => Place::Post,
            (_, None, Tab::Health, _) => Place::Health,
            (_, None, Tab::Compare, _) => Place::Compare,
            (_, None, Tab::Posts, _) | (_, None, _, Panel::Posts) => Place::Posts,
            (_, None, Tab::Topic, _) | (_, None, _, Panel::Timeline) => Place::Timeline,
            (_, None, Tab::Overview, Panel::Topics) => Place::Topics,
        }
    }

    /// The keys in use.
    #[must_use]
    pub fn keys(&self) -> &Keys {
        &self.settings.keys
    }

    /// The styles.
    #[must_use]
    pub fn palette(&self) -> &Palette {
        &self.palette
    }

    /// The signs that are drawn.
    #[must_use]
    pub fn signs(&self) -> Signs {
        self.settings.signs
    }

    /// The time zone of the display.
    #[must_use]
    pub fn tz(&self) -> &TimeZone {
        &self.settings.tz
    }

    /// The open view.
    #[must_use]
    pub fn tab(&self) -> Tab {
        self.tab
    }

    /// The order of the topics.
    #[must_use]
    pub fn order(&self) -> (Order, Direction) {
        (self.order, self.direction)
    }

    /// The order of the posts.
    #[must_use]
    pub fn post_order(&self) -> PostOrder {
        self.post_order
    }

    /// The filter of the posts.
    #[must_use]
    pub fn filter(&self) -> &Filter {
        &self.filter
    }

    /// What covers the view.
    #[must_use]
    pub fn cover(&self) -> Option<&Cover> {
        self.cover.as_ref()
    }

    /// What is typed.
    #[must_use]
    pub fn input(&self) -> Option<&(Typing, Input)> {
        self.input.as_ref()
    }

    /// The chosen candidate of the command line, from 0.
    #[must_use]
    pub fn candidate(&self) -> usize {
        self.candidate
    }

    /// What is kept as A.
    #[must_use]
    pub fn kept(&self) -> Option<&Kept> {
        self.kept.as_ref()
    }

    /// The chosen stretch.
    #[must_use]
    pub fn stretch(&self) -> Stretch {
        self.stretch
    }

    /// Whether a stretch is being marked.
    #[must_use]
    pub fn is_marking(&self) -> bool {
        self.marking.is_some()
    }

    /// In the past, the last window that is in sight.
    #[must_use]
    pub fn edge(&self) -> Option<Timestamp> {
        self.edge
    }

    /// Lines the page of a view is scrolled.
    #[must_use]
    pub fn scroll(&self) -> usize {
        self.scroll
    }

    /// What is said in the last line: a message, else the failure nobody has seen yet.
    #[must_use]
    pub fn message(&self, live: &Snapshot) -> Option<Message> {
        let failure = || {
            let unread = self.failure == Attention::Unread;
            unread.then(|| failure(live)).flatten().map(Message::Wrong)
        };
        let guide = || {
            let (said, words) = self.guide(live)?;
            (said > self.toured).then(|| Message::Done(words.to_owned()))
        };
        self.message.clone().or_else(failure).or_else(guide)
    }

    /// What the guide says by now, and how often it has spoken.
    pub(super) fn guide(&self, live: &Snapshot) -> Option<(usize, &'static str)> {
        let begun = self.settings.tour.iter().filter(|(at, _)| Some(*at) <= live.now).count();
        let (_, words) = self.settings.tour.get(begun.checked_sub(1)?)?;
        Some((begun, words))
    }

    /// What is shown: the held snapshot, else the live one.
    #[must_use]
    pub fn shown<'a>(&'a self, live: &'a Arc<Snapshot>) -> &'a Arc<Snapshot> {
        self.held.as_ref().unwrap_or(live)
    }

    /// How things stood at the end of the chosen stretch.
    #[must_use]
    pub fn then(&self, live: &Arc<Snapshot>) -> Arc<Snapshot> {
        let shown = self.shown(live);
        match self.stretch {
            Stretch::Now => Arc::clone(shown),
            Stretch::Past { to, .. } => shown.at(to),
        }
    }

    /// Posts that came since the picture was held; `None` while it is not.
    #[must_use]
    pub fn posts_since(&self, live: &Snapshot) -> Option<u64> {
        let kept = |snapshot: &Snapshot| snapshot.counts.counted + snapshot.counts.late;
        self.held.as_ref().map(|held| kept(live).saturating_sub(kept(held)))
    }

    /// Whether the replay waits.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.replay == Replay::Waits
    }

    /// The speed of the replay; `None` where nothing is replayed at a pace.
    #[must_use]
    pub fn speed(&self, live: &Snapshot) -> Option<f64> {
        live.run.speed.filter(|_| live.run.replay).map(|speed| speed * self.factor)
    }

    /// Whether going back leads anywhere.
    #[must_use]
    pub fn can_go_back(&self) -> bool {
        self.cover.is_some()
            || self.tab != Tab::Overview
            || self.marking.is_some()
            || self.stretch.is_past()
            || self.kept.is_some()
            || self.filter.is_set()
            || self.input.is_some()
    }

    pub(super) fn zoom(&self, shown: &Snapshot) -> Zoom {
        self.zoom.unwrap_or_else(|| Zoom::fitting(&shown.run))
    }

    /// The length of a window of the timeline, in microseconds.
    #[must_use]
    pub fn window(&self, shown: &Snapshot) -> i64 {
        self.zoom(shown).length(&shown.run)
    }

    /// The length of the chosen stretch, in microseconds.
    #[must_use]
    pub fn length(&self, shown: &Snapshot) -> i64 {
        self.stretch.length(self.window(shown))
    }

    /// The rows of the topics table; `then` is how things stood at the end of the stretch.
    #[must_use]
    pub fn rows(&self, then: &Snapshot) -> Vec<Row> {
        let against = self.kept.as_ref().map(Kept::sum);
        rows(then, self.length(then), against, self.order, self.direction)
    }

    /// The chosen topic in the chosen stretch, and what that is compared with.
    #[must_use]
    pub fn recent(&self, then: &Snapshot) -> Recent {
        let series = self.subject(then).series(then);
        recent(then, series, self.length(then), self.kept.as_ref().map(Kept::sum))
    }

    /// The chosen topic.
    #[must_use]
    pub fn subject(&self, shown: &Snapshot) -> Subject {
        match self.subject {
            Some(subject) => subject,
            None if shown.topics.len() == 1 => Subject::Topic(TopicId(0)),
            None => Subject::All,
        }
    }

    /// The marks of the chosen topic.
    #[must_use]
    pub fn marks(&self, shown: &Snapshot) -> Vec<Mark> {
        let length = self.window(shown);
        let series = self.subject(shown).series(shown);
        marks(&columns(shown, series, length, shown.panes()), length)
    }
}
