//! One connection to X: the rules, the stream, what comes of it.
//!
//! It hands over what comes as it came, and looks only at lines that are no posts: whether X says
//! that the connection will end. Waiting and connecting again is not its matter.
//!
//! ```text
//! rules ─▶ connect ─▶ chunks ─▶ lines ─┬─ post ─────────▶ handed over
//!                                      ├─ blank ────────▶ a sign of life
//!                                      └─ end announced ▶ handed over; read on to the end
//! ```

use std::time::Duration;

use reqwest::Response;
use tokio::time::Instant;

use super::connect::Client;
use super::delivery::Delivery;
use super::lines::{Lines, Piece};
use super::refusal::{self, Told, begins_as_post};
use super::rules::{self, Plan, Split};
use super::settings::{Expansions, Settings};
use super::{Error, cost};
use crate::frame::Form;
use crate::source::Flow;
use crate::source::network::{Connection, Failure, Matter, Network, Recovery, Refusal, Waits};
use crate::source::over::over;

const STREAM: &str = "/2/tweets/search/stream";

/// What is asked for with each post.
const FIELDS: &str = "author_id,conversation_id,created_at,entities,in_reply_to_user_id,lang,\
                      note_tweet,public_metrics,referenced_tweets";

/// For so long the end of a connection may take, so that X does not count it on.
const GOODBYE: Duration = Duration::from_millis(20);

/// Listens to X.
pub(super) struct Listener {
    settings: Settings,
    client: Client,
    rules: Rules,
    /// How often in a row X found another connection.
    crowded: u32,
    cost: cost::Meter,
    delivery: Delivery,
}

/// Whether our rules stand on X.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rules {
    Unknown,
    Stand,
}

impl Network for Listener {
    fn waits(&self) -> Waits {
        self.settings.waits
    }

    async fn listen(&mut self, connection: &mut Connection<'_>) -> Failure {
        let stopped = connection.stopped();
        let failure = tokio::select! {
            failure = self.attempt(connection) => failure,
            () = stopped => Failure::stopped(),
        };
        // What is left of the connection is closed by now; that takes a moment to be sent.
        tokio::time::sleep(GOODBYE).await;
        self.client.cleaned(failure)
    }
}

impl Listener {
    /// Prepares to listen; nothing is sent yet.
    ///
    /// # Errors
    /// When no token is set, the address does not fit, or X can be asked for no topic.
    pub(super) fn new(settings: Settings) -> Result<Self, Error> {
        Split::new(&settings)?;
        let client = Client::new(&settings)?;
        let cost = cost::Meter::new(settings.price, Instant::now());
        let delivery = Delivery::new(settings.expansions);
        Ok(Self { settings, client, rules: Rules::Unknown, crowded: 0, cost, delivery })
    }

    async fn attempt(&mut self, connection: &mut Connection<'_>) -> Failure {
        if self.rules == Rules::Unknown
            && let Err(error) = self.make_rules(connection).await
        {
            return error.into();
        }
        match self.connect().await {
            Ok(response) => {
                self.crowded = 0;
                connection.connected();
                self.cost.resume(Instant::now());
                let failure = self.read(response, connection).await;
                self.cost.pause(Instant::now());
                failure
            }
            Err(failure) => failure,
        }
    }

    async fn make_rules(&mut self, connection: &mut Connection<'_>) -> Result<(), Error> {
        let plan = rules::plan(&mut self.client, &self.settings).await?;
        rules::apply(&mut self.client, &plan).await?;
        self.rules = Rules::Stand;
        connection.note(&self.told(&plan));
        Ok(())
    }

    /// What the user should know before the first post comes.
    fn told(&self, plan: &Plan) -> String {
        let rules = plan.change.add.len() + plan.change.keep.len();
        let mut text = format!("{rules} {} on X", if rules == 1 { "rule" } else { "rules" });
        let here: Vec<_> =
            plan.split.here.iter().flat_map(|(_, parts)| parts).map(String::as_str).collect();
        if !here.is_empty() {
            text += &format!("; matched here: {}", here.join(" "));
        }
        if !plan.split.silent.is_empty() {
            text += &format!("; without a rule: {}", plan.split.silent.join(", "));
        }
        if !plan.change.others.is_empty() {
            text += &format!("; rules of others deliver too: {}", plan.change.others.len());
        }
        format!("{}; {text}", self.cost.before())
    }

    async fn connect(&mut self) -> Result<Response, Failure> {
        let mut query = vec![("tweet.fields", FIELDS)];
        if self.settings.expansions == Expansions::All {
            query.push((
                "expansions",
                "author_id,referenced_tweets.id,referenced_tweets.id.author_id",
            ));
            query.push(("user.fields", "name,username"));
        }
        let opened = self.client.stream(STREAM, &query).await;
        opened.map_err(|refusal| self.refused(refusal))
    }

    /// Remembers what the next attempt depends on.
    fn refused(&mut self, refusal: Refusal) -> Failure {
        let Refusal { mut failure, matter } = refusal;
        match matter {
            Matter::NoRules => self.rules = Rules::Unknown,
            Matter::Crowded => {
                // The first time it is most likely our own last connection, which X forgets soon.
                if self.crowded > 0 {
                    failure.recovery = Recovery::Limit(Duration::ZERO);
                }
                self.crowded += 1;
            }
            _ => {}
        }
        failure
    }

    /// Hands over what comes until the connection ends.
    async fn read(&mut self, mut response: Response, connection: &mut Connection<'_>) -> Failure {
        let mut lines = Lines::new(self.settings.max_line);
        let mut ending: Option<Failure> = None;
        loop {
            let limit = match ending {
                Some(_) => self.settings.farewell,
                None => self.settings.waits.silence,
            };
            let ended = match connection.wait(limit, response.chunk()).await {
                Ok(Ok(Some(chunk))) => {
                    if self.take(&chunk, &mut lines, connection, &mut ending) == Flow::Stop {
                        return Failure::stopped();
                    }
                    let long = self.settings.estimates;
                    if let Some(estimate) = self.cost.after(long, Instant::now()) {
                        connection.note(&estimate);
                    }
                    continue;
                }
                Ok(Ok(None)) => Failure::new(Recovery::Network, "X ended the connection"),
                Ok(Err(error)) => self.client.unreachable(&error),
                Err(_) => Failure::new(Recovery::Stalled, "no sign of life from X"),
            };
            if lines.cut() {
                connection.fault("line cut off by the end of the connection");
            }
            return ending.unwrap_or(ended);
        }
    }

    fn take(
        &mut self,
        chunk: &[u8],
        lines: &mut Lines,
        connection: &mut Connection<'_>,
        ending: &mut Option<Failure>,
    ) -> Flow {
        let limit = self.settings.max_line;
        let mut flow = Flow::On;
        if chunk.contains(&b'\n') {
            // Only whole lines prove that everything before them has come.
            connection.heard(0);
        }
        lines.push(chunk, &mut |piece| match piece {
            Piece::Over => flow = connection.fault(&over("line", limit)),
            Piece::Lines(block) => {
                for text in block.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
                    let told = match text {
                        [] => Told::Nothing,
                        _ if begins_as_post(text) => Told::Post,
                        _ => refusal::told(text),
                    };
                    match told {
                        Told::Post => {
                            self.cost.count();
                            if let Some(told) = self.delivery.look(text) {
                                connection.note(&told);
                            }
                        }
                        Told::End(failure) => {
                            ending.get_or_insert(failure);
                        }
                        Told::Nothing => {}
                    }
                }
                if !block.trim_ascii().is_empty() {
                    flow = connection.frames(block, Form::Json);
                }
            }
        });
        flow
    }
}
