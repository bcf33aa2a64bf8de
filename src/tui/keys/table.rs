//! The keys, in one table: which key asks for what, where. Footer, help page, `moodwire keys` and
//! the settings read it; outside it no key does anything.

use crossterm::event::KeyCode;

use crate::tui::keys::command::Command as C;
use crate::tui::keys::command::Edit as E;
use crate::tui::keys::command::Tab;
use crate::tui::keys::place::Place as P;
use crate::tui::keys::place::Place;
use crate::tui::keys::press::Press;

/// A key, and what it asks for.
pub type Stroke = (Press, C);

/// A row of the table: keys that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// By what the commands are called in the settings, in the order of their first keys.
    pub names: &'static [&'static str],
    /// The keys.
    pub strokes: &'static [Stroke],
    /// One word for the footer; empty where the footer leaves it out.
    pub short: &'static str,
    /// A few words for the help page.
    pub long: &'static str,
    /// Under which title the help page has it.
    pub group: Group,
    /// Where they work.
    pub places: &'static [Place],
}

/// A title of the help page.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Group {
    /// Where one looks.
    Look,
    /// Which stretch of time.
    Time,
    /// What one asks and takes away.
    Ask,
    /// Lines that are typed.
    Typing,
}

const fn key(character: char, command: C) -> Stroke {
    (Press::Plain(KeyCode::Char(character)), command)
}

const fn code(code: KeyCode, command: C) -> Stroke {
    (Press::Plain(code), command)
}

const fn control(letter: char, command: C) -> Stroke {
    (Press::Control(letter), command)
}

const VIEWS: &[Place] = &[P::Topics, P::Timeline, P::Posts, P::Compare, P::Health];
const READING: &[Place] =
    &[P::Topics, P::Timeline, P::Posts, P::Compare, P::Health, P::Post, P::Help];
const SCROLLING: &[Place] = &[P::Topics, P::Posts, P::Compare, P::Health, P::Post, P::Help];
const ALL: &[Place] = &[
    P::Topics,
    P::Timeline,
    P::Posts,
    P::Compare,
    P::Health,
    P::Post,
    P::Help,
    P::Filter,
    P::Command,
];
const INPUT: &[Place] = &[P::Filter, P::Command];

/// All keys, the most wanted first: a narrow footer shows as many as it can.
pub const KEYS: &[Binding] = &[
    Binding {
        names: &["quit"],
        strokes: &[key('q', C::Quit)],
        short: "quit",
        long: "close what is opened, else quit",
        group: Group::Ask,
        places: READING,
    },
    Binding {
        names: &["do"],
        strokes: &[code(KeyCode::Enter, C::Accept)],
        short: "do",
        long: "do what is typed, keep the filter",
        group: Group::Typing,
        places: INPUT,
    },
    Binding {
        names: &["complete", "complete-back"],
        strokes: &[code(KeyCode::Tab, C::Complete), code(KeyCode::BackTab, C::CompleteBack)],
        short: "complete",
        long: "the candidate, the next, the one before",
        group: Group::Typing,
        places: &[P::Command],
    },
    Binding {
        names: &["help"],
        strokes: &[key('?', C::Help), code(KeyCode::F(1), C::Help)],
        short: "help",
        long: "this page, and back",
        group: Group::Ask,
        places: READING,
    },
    Binding {
        names: &["open"],
        strokes: &[code(KeyCode::Enter, C::Open)],
        short: "open",
        long: "one level deeper: topic, posts, post",
        group: Group::Look,
        places: &[P::Topics, P::Timeline, P::Posts, P::Compare],
    },
    Binding {
        names: &["back"],
        strokes: &[code(KeyCode::Esc, C::Back)],
        short: "back",
        long: "one step out; never quits",
        group: Group::Look,
        places: ALL,
    },
    Binding {
        names: &["earlier", "later"],
        strokes: &[
            code(KeyCode::Left, C::Earlier),
            code(KeyCode::Right, C::Later),
            key('h', C::Earlier),
            key('l', C::Later),
        ],
        short: "time",
        long: "by windows; past the newest is now",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["mark-before", "mark-behind"],
        strokes: &[key('[', C::MarkBefore), key(']', C::MarkBehind)],
        short: "marks",
        long: "mark before, behind: peak, change, gap",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["stretch"],
        strokes: &[key('v', C::Stretch)],
        short: "stretch",
        long: "mark a stretch: v, arrows, v",
        group: Group::Time,
        places: VIEWS,
    },
    Binding {
        names: &["command"],
        strokes: &[key(':', C::Line)],
        short: "command",
        long: "type a command",
        group: Group::Ask,
        places: READING,
    },
    Binding {
        names: &["filter"],
        strokes: &[key('/', C::Filter)],
        short: "filter",
        long: "narrow the posts, never a number",
        group: Group::Look,
        places: VIEWS,
    },
    Binding {
        names: &["hold"],
        strokes: &[key(' ', C::Hold)],
        short: "hold",
        long: "hold a replay; live, the picture",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["step", "slower", "faster"],
        strokes: &[key('.', C::Step), key('<', C::Slower), key('>', C::Faster)],
        short: "pace",
        long: "a replay: one window, slower, faster",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["keep", "swap"],
        strokes: &[key('a', C::Keep), key('A', C::Swap)],
        short: "set A",
        long: "keep as A, swap A and what is chosen",
        group: Group::Ask,
        places: VIEWS,
    },
    Binding {
        names: &["nearer", "farther"],
        strokes: &[
            key('+', C::Nearer),
            key('-', C::Farther),
            key('=', C::Nearer),
            key('_', C::Farther),
        ],
        short: "zoom",
        long: "shorter windows, longer windows",
        group: Group::Time,
        places: VIEWS,
    },
    Binding {
        names: &["sort"],
        strokes: &[key('s', C::Sort)],
        short: "sort",
        long: "the next order of topics, of posts",
        group: Group::Look,
        places: &[P::Topics, P::Posts],
    },
    Binding {
        names: &["turn"],
        strokes: &[key('S', C::Turn)],
        short: "",
        long: "the order of topics turned round",
        group: Group::Look,
        places: &[P::Topics],
    },
    Binding {
        names: &["next-panel", "previous-panel"],
        strokes: &[code(KeyCode::Tab, C::NextPanel), code(KeyCode::BackTab, C::PreviousPanel)],
        short: "panel",
        long: "the next panel, the one before",
        group: Group::Look,
        places: &[P::Topics, P::Timeline, P::Posts],
    },
    Binding {
        names: &["overview", "topic", "posts", "compare", "health"],
        strokes: &[
            key('1', C::Show(Tab::Overview)),
            key('2', C::Show(Tab::Topic)),
            key('3', C::Show(Tab::Posts)),
            key('4', C::Show(Tab::Compare)),
            key('6', C::Show(Tab::Health)),
            key('i', C::Show(Tab::Health)),
        ],
        short: "",
        long: "the views",
        group: Group::Look,
        places: READING,
    },
    Binding {
        names: &["up", "down"],
        strokes: &[
            code(KeyCode::Up, C::Up),
            code(KeyCode::Down, C::Down),
            key('k', C::Up),
            key('j', C::Down),
        ],
        short: "",
        long: "the line above, below; the next post",
        group: Group::Look,
        places: SCROLLING,
    },
    Binding {
        names: &["page-up", "page-down"],
        strokes: &[code(KeyCode::PageUp, C::PageUp), code(KeyCode::PageDown, C::PageDown)],
        short: "",
        long: "ten lines",
        group: Group::Look,
        places: SCROLLING,
    },
    Binding {
        names: &["first", "last"],
        strokes: &[key('g', C::First), key('G', C::Last)],
        short: "",
        long: "the first line, the last",
        group: Group::Look,
        places: SCROLLING,
    },
    Binding {
        names: &["undo"],
        strokes: &[code(KeyCode::Backspace, C::Undo), control('h', C::Undo)],
        short: "",
        long: "to what was chosen before",
        group: Group::Look,
        places: READING,
    },
    Binding {
        names: &["much-earlier", "much-later"],
        strokes: &[key('{', C::MuchEarlier), key('}', C::MuchLater)],
        short: "",
        long: "a screenful of time",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["oldest", "now"],
        strokes: &[code(KeyCode::Home, C::Oldest), code(KeyCode::End, C::Now)],
        short: "",
        long: "the oldest window, now",
        group: Group::Time,
        places: READING,
    },
    Binding {
        names: &["post-time"],
        strokes: &[key('t', C::PostTime)],
        short: "its time",
        long: "to the time of the chosen post",
        group: Group::Time,
        places: &[P::Posts, P::Compare, P::Post],
    },
    Binding {
        names: &["copy", "copy-link"],
        strokes: &[key('y', C::Copy), key('Y', C::CopyLink)],
        short: "copy",
        long: "copy what is chosen, the link",
        group: Group::Ask,
        places: READING,
    },
    Binding {
        names: &["redraw"],
        strokes: &[control('l', C::Redraw)],
        short: "",
        long: "draw everything again",
        group: Group::Ask,
        places: ALL,
    },
    Binding {
        names: &["suspend"],
        strokes: &[control('z', C::Suspend)],
        short: "",
        long: "to the shell (fg: back)",
        group: Group::Ask,
        places: ALL,
    },
    Binding {
        names: &["interrupt"],
        strokes: &[control('c', C::Interrupt)],
        short: "",
        long: "quit at once, with exit code 130",
        group: Group::Ask,
        places: ALL,
    },
    Binding {
        names: &["older", "newer"],
        strokes: &[code(KeyCode::Up, C::Older), code(KeyCode::Down, C::Newer)],
        short: "history",
        long: "lines typed before",
        group: Group::Typing,
        places: INPUT,
    },
    Binding {
        names: &["cursor-left", "cursor-right"],
        strokes: &[code(KeyCode::Left, C::Edit(E::Left)), code(KeyCode::Right, C::Edit(E::Right))],
        short: "",
        long: "the cursor",
        group: Group::Typing,
        places: INPUT,
    },
    Binding {
        names: &["cursor-start", "cursor-end"],
        strokes: &[
            control('a', C::Edit(E::Start)),
            control('e', C::Edit(E::End)),
            code(KeyCode::Home, C::Edit(E::Start)),
            code(KeyCode::End, C::Edit(E::End)),
        ],
        short: "",
        long: "to the start, to the end",
        group: Group::Typing,
        places: INPUT,
    },
    Binding {
        names: &["erase", "delete"],
        strokes: &[
            code(KeyCode::Backspace, C::Edit(E::Erase)),
            code(KeyCode::Delete, C::Edit(E::Delete)),
            control('h', C::Edit(E::Erase)),
        ],
        short: "",
        long: "erase before, behind",
        group: Group::Typing,
        places: INPUT,
    },
    Binding {
        names: &["erase-word", "erase-to-start", "erase-to-end"],
        strokes: &[
            control('w', C::Edit(E::EraseWord)),
            control('u', C::Edit(E::EraseToStart)),
            control('k', C::Edit(E::EraseToEnd)),
        ],
        short: "",
        long: "erase a word, all before, behind",
        group: Group::Typing,
        places: INPUT,
    },
];
