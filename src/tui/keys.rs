//! The keys, in one table: it says what a key does in which place, and feeds the footer and the
//! help page.
//!
//! Nothing is done here; commands are obeyed by the state of the screen.

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::KeyModifiers;

/// What the user wants.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Command {
    /// Leave the program.
    Quit,
    /// Leave the program, as by a signal.
    Interrupt,
    /// Show or leave the help page.
    Help,
    /// Show or leave the page of the sources.
    Sources,
    /// Go to the line above.
    Up,
    /// Go to the line below.
    Down,
    /// Go back in time, or a panel to the left.
    Left,
    /// Go forth in time.
    Right,
    /// Go ten lines up.
    PageUp,
    /// Go ten lines down.
    PageDown,
    /// Go to the first line, or the oldest window.
    First,
    /// Go to the last line, or the latest window.
    Last,
    /// Give the keys to the next panel.
    NextPanel,
    /// Give the keys to the panel before.
    PreviousPanel,
    /// Open what is selected.
    Open,
    /// Go back from what was opened; at last, clear the filter.
    Back,
    /// Hold the picture still, or let it go on.
    Freeze,
    /// Type a filter.
    Filter,
    /// Make the windows longer.
    Longer,
    /// Make the windows shorter.
    Shorter,
    /// Sort the topics differently.
    Sort,
    /// Select a row of the topics, from 0.
    Pick(u8),
    /// Add a character to the filter.
    Type(char),
    /// Take the last character off the filter.
    Erase,
    /// Empty the filter.
    Clear,
    /// Keep the filter and stop typing.
    Accept,
}

/// Where the keys go.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Hash)]
pub enum Place {
    /// The table of topics.
    Topics,
    /// What is known of the opened topic.
    Topic,
    /// The timeline.
    Timeline,
    /// The feed.
    Feed,
    /// An opened post.
    Post,
    /// The help page.
    Help,
    /// The page of the sources.
    Sources,
    /// The line a filter is typed in.
    Filter,
}

/// A key, and what it does.
type Stroke = (Press, Command);

/// A key as it is pressed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Press {
    /// Alone or with shift.
    Plain(KeyCode),
    /// With control.
    Control(char),
}

/// A row of the table: keys that belong together.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// The keys.
    pub strokes: &'static [Stroke],
    /// The keys as they are shown.
    pub label: &'static str,
    /// One word for the footer; empty where the footer leaves it out.
    pub short: &'static str,
    /// A few words for the help page.
    pub long: &'static str,
    /// Where they work.
    pub places: &'static [Place],
}

const fn key(character: char, command: Command) -> Stroke {
    (Press::Plain(KeyCode::Char(character)), command)
}

const fn code(code: KeyCode, command: Command) -> Stroke {
    (Press::Plain(code), command)
}

use Command as C;
use Place as P;

const READING: &[Place] =
    &[P::Topics, P::Topic, P::Timeline, P::Feed, P::Post, P::Help, P::Sources];
const PANELS: &[Place] = &[P::Topics, P::Topic, P::Timeline, P::Feed];

/// All keys, the most wanted first: a narrow footer shows as many as it can.
pub const KEYS: &[Binding] = &[
    Binding {
        strokes: &[key('q', C::Quit)],
        label: "q",
        short: "quit",
        long: "quit",
        places: READING,
    },
    Binding {
        strokes: &[key('?', C::Help), code(KeyCode::F(1), C::Help)],
        label: "?",
        short: "help",
        long: "this page, and back",
        places: READING,
    },
    Binding {
        strokes: &[code(KeyCode::Enter, C::Accept)],
        label: "enter",
        short: "keep",
        long: "keep the filter",
        places: &[P::Filter],
    },
    Binding {
        strokes: &[code(KeyCode::Esc, C::Back)],
        label: "esc",
        short: "back",
        long: "back; clears the filter at last",
        places: &[
            P::Topics,
            P::Topic,
            P::Timeline,
            P::Feed,
            P::Post,
            P::Help,
            P::Sources,
            P::Filter,
        ],
    },
    Binding {
        strokes: &[code(KeyCode::Enter, C::Open)],
        label: "enter",
        short: "open",
        long: "open the topic or the post",
        places: &[P::Topics, P::Timeline, P::Feed],
    },
    Binding {
        strokes: &[key('/', C::Filter)],
        label: "/",
        short: "filter",
        long: "filter the posts by a query",
        places: PANELS,
    },
    Binding {
        strokes: &[key(' ', C::Freeze)],
        label: "space",
        short: "freeze",
        long: "hold the picture still; the stream goes on",
        places: READING,
    },
    Binding {
        strokes: &[
            key('+', C::Longer),
            key('=', C::Longer),
            key('-', C::Shorter),
            key('_', C::Shorter),
        ],
        label: "+ -",
        short: "window",
        long: "longer or shorter windows",
        places: PANELS,
    },
    Binding {
        strokes: &[key('s', C::Sort)],
        label: "s",
        short: "sort",
        long: "sort the topics by count, mood, change, name",
        places: &[P::Topics],
    },
    Binding {
        strokes: &[key('i', C::Sources)],
        label: "i",
        short: "sources",
        long: "how each source is doing, and back",
        places: READING,
    },
    Binding {
        strokes: &[code(KeyCode::Tab, C::NextPanel), code(KeyCode::BackTab, C::PreviousPanel)],
        label: "tab",
        short: "panel",
        long: "the next panel, with shift the one before",
        places: PANELS,
    },
    Binding {
        strokes: &[
            code(KeyCode::Up, C::Up),
            code(KeyCode::Down, C::Down),
            key('k', C::Up),
            key('j', C::Down),
        ],
        label: "↑↓ k j",
        short: "move",
        long: "up and down; in a post, newer and older",
        places: &[P::Topics, P::Topic, P::Feed, P::Post, P::Help, P::Sources],
    },
    Binding {
        strokes: &[
            code(KeyCode::Left, C::Left),
            code(KeyCode::Right, C::Right),
            key('h', C::Left),
            key('l', C::Right),
        ],
        label: "←→ h l",
        short: "time",
        long: "through the timeline, window by window",
        places: PANELS,
    },
    Binding {
        strokes: &[code(KeyCode::PageUp, C::PageUp), code(KeyCode::PageDown, C::PageDown)],
        label: "pgup pgdn",
        short: "",
        long: "ten lines; in a post, its text",
        places: READING,
    },
    Binding {
        strokes: &[
            code(KeyCode::Home, C::First),
            code(KeyCode::End, C::Last),
            key('g', C::First),
            key('G', C::Last),
        ],
        label: "home end g G",
        short: "",
        long: "the first, the last",
        places: READING,
    },
    Binding {
        strokes: &[
            key('1', C::Pick(0)),
            key('2', C::Pick(1)),
            key('3', C::Pick(2)),
            key('4', C::Pick(3)),
            key('5', C::Pick(4)),
            key('6', C::Pick(5)),
            key('7', C::Pick(6)),
            key('8', C::Pick(7)),
            key('9', C::Pick(8)),
        ],
        label: "1 … 9",
        short: "",
        long: "select that row of the topics",
        places: PANELS,
    },
    Binding {
        strokes: &[code(KeyCode::Backspace, C::Erase), (Press::Control('h'), C::Erase)],
        label: "backspace",
        short: "erase",
        long: "take back the last character",
        places: &[P::Filter],
    },
    Binding {
        strokes: &[(Press::Control('u'), C::Clear)],
        label: "ctrl-u",
        short: "empty",
        long: "empty the filter",
        places: &[P::Filter],
    },
    Binding {
        strokes: &[(Press::Control('c'), C::Interrupt)],
        label: "ctrl-c",
        short: "",
        long: "quit at once, as by a signal",
        places: &[
            P::Topics,
            P::Topic,
            P::Timeline,
            P::Feed,
            P::Post,
            P::Help,
            P::Sources,
            P::Filter,
        ],
    },
];

/// What a key means in a place; `None` where it means nothing.
#[must_use]
pub fn command(place: Place, event: KeyEvent) -> Option<Command> {
    if event.kind == KeyEventKind::Release {
        return None;
    }
    let press = press(event)?;
    let bound = KEYS
        .iter()
        .filter(|binding| binding.places.contains(&place))
        .flat_map(|binding| binding.strokes)
        .find(|(key, _)| *key == press);
    match (bound, press) {
        (Some((_, command)), _) => Some(*command),
        (None, Press::Plain(KeyCode::Char(typed))) if place == Place::Filter => {
            Some(Command::Type(typed))
        }
        _ => None,
    }
}

/// Control and the alternative key together write a character on some keyboards.
fn press(event: KeyEvent) -> Option<Press> {
    let control = event.modifiers.contains(KeyModifiers::CONTROL);
    let alternative = event.modifiers.contains(KeyModifiers::ALT);
    match event.code {
        KeyCode::Char(typed) if control && !alternative => {
            Some(Press::Control(typed.to_ascii_lowercase()))
        }
        _ if control == alternative => Some(Press::Plain(event.code)),
        _ => None,
    }
}
