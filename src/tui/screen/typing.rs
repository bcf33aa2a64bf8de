//! The lines that are typed: the filter, which is read anew at every key, and commands.

use std::sync::Arc;

use crate::snapshot::Snapshot;
use crate::tui::command_line::Candidate;
use crate::tui::command_line::Deed;
use crate::tui::command_line::Scope;
use crate::tui::command_line::candidates;
use crate::tui::command_line::parse;
use crate::tui::input::Input;
use crate::tui::keys::Command;
use crate::tui::palette::Colour;
use crate::tui::palette::Palette;
use crate::tui::palette::Theme;
use crate::tui::screen::chosen::Cover;
use crate::tui::screen::chosen::Typing;
use crate::tui::screen::effect::Effect;
use crate::tui::screen::effect::Exit;
use crate::tui::screen::effect::Message;
use crate::tui::screen::state::Screen;
use crate::view::Filter;
use crate::view::Stretch;
use crate::view::Zoom;

impl Screen {
    /// What the command that is typed could become.
    #[must_use]
    pub fn candidates(&self, shown: &Snapshot) -> Vec<Candidate> {
        match &self.input {
            Some((Typing::Command, input)) => candidates(input.text(), &self.scope(shown)),
            _ => Vec::new(),
        }
    }

    fn scope<'a>(&'a self, shown: &'a Snapshot) -> Scope<'a> {
        Scope { shown, tz: self.tz(), marks: self.marks(shown) }
    }

    pub(super) fn begin(&mut self, typing: Typing) {
        self.cover = None;
        let text = match typing {
            Typing::Filter => self.filter.text(),
            Typing::Command => "",
        };
        self.input = Some((typing, Input::with(text)));
        self.candidate = 0;
        self.filters.begin();
        self.commands.begin();
    }

    /// A key of the line that is typed.
    pub(super) fn type_on(&mut self, command: Command, live: &Arc<Snapshot>) {
        let shown = Arc::clone(self.shown(live));
        match command {
            Command::Complete => return self.complete(&shown, 1),
            Command::CompleteBack => return self.complete(&shown, -1),
            _ => {}
        }
        let Some((typing, input)) = &mut self.input else { return };
        let typed = match typing {
            Typing::Filter => &mut self.filters,
            Typing::Command => &mut self.commands,
        };
        match command {
            Command::Type(character) => input.push(character),
            Command::Edit(edit) => input.edit(edit),
            Command::Older => replace(input, typed.older()),
            Command::Newer => replace(input, typed.newer()),
            _ => {}
        }
        self.candidate = 0;
        if *typing == Typing::Filter {
            self.filter.set(input.text());
        }
    }

    /// Takes the chosen candidate, or another where it stands there already.
    fn complete(&mut self, shown: &Snapshot, step: isize) {
        let Some((_, input)) = &self.input else { return };
        let all = self.candidates(shown);
        let chosen = all.get(self.candidate);
        let line = match chosen {
            Some(candidate) if candidate.line != input.text() => candidate.line.clone(),
            _ => {
                let begun = input.text().split_once(' ').map(|(verb, _)| format!("{verb} "));
                let others = candidates(begun.as_deref().unwrap_or(""), &self.scope(shown));
                let here = others.iter().position(|other| other.line == input.text());
                let count = others.len().max(1) as isize;
                let there = (here.unwrap_or(0) as isize + step).rem_euclid(count);
                match others.get(there as usize) {
                    Some(other) => other.line.clone(),
                    None => return,
                }
            }
        };
        self.input = Some((Typing::Command, Input::with(&line)));
        self.candidate = 0;
    }

    /// Does what is typed. A mistake keeps the line.
    pub(super) fn accept(&mut self, live: &Arc<Snapshot>) -> Option<Effect> {
        let (typing, input) = self.input.take()?;
        let line = input.text().to_owned();
        match typing {
            Typing::Filter => {
                self.filters.remember(&line);
                self.filter.settle();
                None
            }
            Typing::Command => self.obey(&line, input, live),
        }
    }

    fn obey(&mut self, line: &str, input: Input, live: &Arc<Snapshot>) -> Option<Effect> {
        if line.trim().is_empty() {
            return None;
        }
        let shown = Arc::clone(self.shown(live));
        let read = parse(line, &self.scope(&shown));
        match read {
            Ok(deed) => {
                self.commands.remember(line);
                self.perform(deed, &shown, live)
            }
            Err(words) => {
                self.input = Some((Typing::Command, input));
                self.say(Message::Wrong(words));
                None
            }
        }
    }

    fn perform(
        &mut self,
        deed: Deed,
        shown: &Arc<Snapshot>,
        live: &Arc<Snapshot>,
    ) -> Option<Effect> {
        match deed {
            Deed::Quit => return Some(Effect::Leave(Exit::Quit)),
            Deed::Copy => return Some(Effect::CopyChosen),
            Deed::Hold => return self.turn_held(live),
            Deed::Goto(at) => {
                if !self.go_to(at, shown) {
                    self.say(Message::Wrong("the timeline does not reach there".to_owned()));
                }
            }
            Deed::Oldest => self.go_in_time(Command::Oldest, shown, live),
            Deed::Now => self.choose_stretch(Stretch::Now),
            Deed::Stretch(from, to) => {
                self.remember();
                self.set_stretch(Stretch::Past { from, to }, shown);
            }
            Deed::Window(length) => self.set_zoom(Zoom::nearest(length, &shown.run)),
            Deed::Topic(subject) => self.choose(subject),
            Deed::Sort(order) => self.order = order,
            Deed::Filter(text) => {
                let mut filter = Filter::default();
                filter.set(&text);
                match filter.fault() {
                    Some(fault) => self.say(Message::Wrong(fault.reason.clone())),
                    None => self.filter = filter,
                }
            }
            Deed::AgainstBefore => self.kept = None,
            Deed::Colour(colour) => self.paint(colour, self.settings.theme),
            Deed::Theme(theme) => self.paint(self.settings.colour, theme),
            Deed::Signs(signs) => self.settings.signs = signs,
            Deed::Zone(zone) => self.settings.tz = zone,
            Deed::Help => self.cover = Some(Cover::Help { scroll: 0 }),
        }
        None
    }

    fn paint(&mut self, colour: Colour, theme: Theme) {
        (self.settings.colour, self.settings.theme) = (colour, theme);
        self.palette = Palette::new(colour, theme);
    }
}

fn replace(input: &mut Input, line: Option<&str>) {
    if let Some(line) = line {
        *input = Input::with(line);
    }
}
