//! Leads each frame to the dialect it is in, through lists and envelopes.
//!
//! What the fields of a message mean, and which dialect they speak, is the matter of `message`;
//! what none of the dialects takes is searched by `find`.

use std::cell::{Cell, RefCell};

use crate::frame::{DateOrder, Frame};
use crate::json::{self, Node, Reader, Result};
use crate::post::{Network, Timestamp};

use super::draft::Desk;
use super::events::{Block, is_comment};
use super::fields::Fields;
use super::find::{Explained, Finder};
use super::mastodon;
use super::message::{Decoded, Message, Sure};
use super::time::{Dates, Evidence};
use super::value::Place;
use super::verdict::{Emit, NotPost, Told, Verdict};

/// How one frame is read, and what is learnt of it beside its posts.
pub(super) struct Job<'d> {
    pub fields: &'d Fields,
    pub dates: &'d Dates,
    pub received: Timestamp,
    pub order: DateOrder,
    /// What the dates that were read by names say of the order of day and month.
    pub evidence: Cell<Evidence>,
    /// How the first post that was read by names was found.
    pub explained: RefCell<Option<Explained>>,
}

impl<'d> Job<'d> {
    pub(super) fn new(fields: &'d Fields, dates: &'d Dates, frame: &Frame<'_>) -> Self {
        let Frame { received, dates: order, .. } = *frame;
        let (evidence, explained) = (Cell::default(), RefCell::default());
        Self { fields, dates, received, order, evidence, explained }
    }

    /// Decodes one JSON message, or a list of them.
    ///
    /// # Errors
    ///
    /// When it is not JSON to its last byte, or an envelope whose content is none.
    pub(super) fn decode_json(&self, text: &str, emit: &mut Emit<'_>) -> Result<Verdict> {
        self.decode_text(text, Envelope::Open, emit)
    }

    /// Decodes one block of an event stream.
    ///
    /// # Errors
    ///
    /// When what it carries should be JSON and is not.
    pub(super) fn decode_block(&self, block: &str, emit: &mut Emit<'_>) -> Result<Verdict> {
        if block.starts_with(['{', '[']) {
            return self.decode_json(block, emit);
        }
        match Block::read(block) {
            Block { name: "" | "message", data: Some(data), .. } => self.decode_json(&data, emit),
            Block { name: "", has_fields: true, .. } => Ok(Verdict::NotPost(NotPost::Heartbeat)),
            Block { name: "", .. } if is_comment(block) => Ok(Verdict::NotPost(NotPost::Heartbeat)),
            Block { name: "", .. } => Ok(Verdict::Unrecognized),
            Block { name, data, .. } => self.decode_event(name, &data.unwrap_or_default(), emit),
        }
    }

    /// Decodes the row of a table, an object of its cells.
    ///
    /// # Errors
    ///
    /// When it is not JSON.
    pub(super) fn decode_row(&self, text: &str, emit: &mut Emit<'_>) -> Result<Verdict> {
        json::read(text, |mut reader| {
            let node = Node::read(&mut reader)?;
            reader.end()?;
            let mut finder = self.finder(Place::Cell, emit);
            if let Some(object) = node.object() {
                finder.row(object);
            }
            Ok(self.end(finder).unwrap_or(Verdict::Unrecognized))
        })
    }

    fn decode_text(&self, text: &str, envelope: Envelope, emit: &mut Emit<'_>) -> Result<Verdict> {
        json::read(text, |mut reader| match reader.peek() {
            b'{' => self.decode_object(&mut reader, envelope, End::Checked, emit),
            b'[' => self.decode_list(reader, emit),
            0 if text.trim_ascii().is_empty() => Ok(Verdict::NotPost(NotPost::Heartbeat)),
            _ => {
                reader.skip()?;
                reader.end()?;
                Ok(Verdict::Unrecognized)
            }
        })
    }

    #[inline]
    fn decode_object(
        &self,
        reader: &mut Reader<'_>,
        envelope: Envelope,
        end: End,
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let whole = reader.clone();
        let mut message = Message::default();
        message.read(reader)?;
        if end == End::Checked {
            reader.end()?;
        }
        if let Some((name, payload)) = message.event() {
            return match envelope {
                Envelope::Open => self.decode_event(&name, &payload, emit),
                Envelope::Opened => Ok(Verdict::Unrecognized),
            };
        }
        if self.fields.are_named() {
            return self.decode_named(whole, &mut message, emit);
        }
        match message.decode(self.received, Sure::Only, emit)? {
            Decoded::Known(verdict) => Ok(verdict),
            Decoded::Unsure(notice) => self.search(whole, notice, emit),
        }
    }

    /// Looks first for what a user has named; what has none of it may still be a notice.
    fn decode_named(
        &self,
        whole: Reader<'_>,
        message: &mut Message<'_>,
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let found = self.search(whole, None, emit)?;
        if found != Verdict::Unrecognized {
            return Ok(found);
        }
        match message.decode(self.received, Sure::Any, &mut |_| {})? {
            Decoded::Known(notice @ Verdict::NotPost(_)) => Ok(notice),
            Decoded::Unsure(Some(notice)) => Ok(Verdict::NotPost(notice)),
            _ => Ok(Verdict::Unrecognized),
        }
    }

    /// Checks a list to its end, then decodes each message in it. A list that names fields by
    /// place is none of messages.
    fn decode_list(&self, mut reader: Reader<'_>, emit: &mut Emit<'_>) -> Result<Verdict> {
        let mut list = reader.clone();
        reader.skip()?;
        reader.end()?;
        let mut whole = Verdict::NotPost(NotPost::Empty);
        list.list(|reader| {
            let one = match reader.peek() {
                b'{' => self.decode_object(reader, Envelope::Open, End::Open, emit),
                b'[' => {
                    let inner = reader.clone();
                    reader.skip()?;
                    self.search(inner, None, emit)
                }
                _ => {
                    reader.skip()?;
                    Ok(Verdict::Unrecognized)
                }
            };
            // What one element hides in a string cannot spoil the others.
            whole = whole.and(one.unwrap_or(Verdict::Unrecognized));
            Ok(())
        })?;
        Ok(whole)
    }

    /// Searches what no dialect is sure of.
    fn search(
        &self,
        mut reader: Reader<'_>,
        notice: Option<NotPost>,
        emit: &mut Emit<'_>,
    ) -> Result<Verdict> {
        let node = Node::read(&mut reader)?;
        let mut finder = self.finder(Place::Json, emit);
        finder.search(&node)?;
        let found = self.end(finder);
        match (found, notice) {
            (Some(Verdict::Posts(_)), _) | (Some(_), None) => {
                Ok(found.unwrap_or(Verdict::Unrecognized))
            }
            (_, Some(notice)) => Ok(Verdict::NotPost(notice)),
            (None, None) => Ok(Verdict::Unrecognized),
        }
    }

    fn finder<'f, 'e>(&'f self, place: Place, emit: &'f mut Emit<'e>) -> Finder<'f, 'e> {
        let desk = Desk {
            dates: self.dates,
            order: self.order,
            received: self.received,
            place,
            evidence: Evidence::None,
        };
        Finder::new(desk, self.fields, emit)
    }

    /// Keeps what a search has learnt, and gives its verdict.
    fn end(&self, finder: Finder<'_, '_>) -> Option<Verdict> {
        let verdict = finder.verdict();
        self.evidence.set(self.evidence.get().and(finder.desk.evidence));
        let explained = finder.explained();
        self.explained.borrow_mut().get_or_insert_with(|| explained.unwrap_or_default());
        verdict
    }

    /// Decodes an event of Mastodon by its name, from an event stream or a socket.
    fn decode_event(&self, name: &str, payload: &str, emit: &mut Emit<'_>) -> Result<Verdict> {
        Ok(Verdict::NotPost(match mastodon::Event::named(name) {
            mastodon::Event::Update => return self.decode_text(payload, Envelope::Opened, emit),
            mastodon::Event::Edit => {
                // It is an edit whatever it carries.
                let _ = self.decode_text(payload, Envelope::Opened, &mut |told| match told {
                    Told::Post(post) if post.network == Network::Mastodon => emit(Told::Edit(post)),
                    _ => {}
                });
                NotPost::Edit
            }
            mastodon::Event::Delete => {
                emit(Told::Delete(mastodon::removed(payload)));
                NotPost::Delete
            }
            mastodon::Event::Other(what) => what,
        }))
    }
}

/// Whether a message may hold another one in a string.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Envelope {
    /// It may.
    Open,
    /// It was in one itself.
    Opened,
}

/// What follows an object.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum End {
    /// Nothing, which is checked.
    Checked,
    /// More of the list it is in.
    Open,
}
