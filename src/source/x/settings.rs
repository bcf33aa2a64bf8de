//! How X is listened to. Secrets come from the environment or from a file it names.
//!
//! Nothing is connected to here.

use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;

use crate::source::network::address::{self, Scheme};
use crate::source::network::{Error, Secret, Waits};
use crate::topic::{Filter, Topic};

/// What proves who asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Access {
    /// The token of an app.
    Bearer(Secret),
    /// What a token is given for.
    Consumer {
        /// The key of an app.
        key: Secret,
        /// The secret of an app.
        secret: Secret,
    },
}

/// Whether authors and the posts that are passed on come with a post.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Expansions {
    /// They do; each author may be billed once a day.
    #[default]
    All,
    /// They do not: authors are numbers, and reposts are cut.
    None,
}

/// How X is listened to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Settings {
    /// Where X is: https, or http on this machine.
    pub base: String,
    /// What proves who asks; without it nothing can be asked.
    pub access: Option<Access>,
    /// What to ask for.
    pub topics: Vec<Topic>,
    /// Which posts are considered at all.
    pub filter: Filter,
    /// What comes with a post.
    pub expansions: Expansions,
    /// Millionths of a US dollar for a post.
    pub price: u64,
    /// The most bytes of a line; longer ones are passed over and counted.
    pub max_line: usize,
    /// How long to wait.
    pub waits: Waits,
    /// How long to wait for the end of a connection that X has announced.
    pub farewell: Duration,
    /// The time between two estimates of the cost.
    pub estimates: Duration,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            base: "https://api.x.com".to_owned(),
            access: None,
            topics: Vec::new(),
            filter: Filter::default(),
            expansions: Expansions::default(),
            price: 5_000,
            max_line: 1 << 20,
            waits: Waits::X,
            farewell: Duration::from_secs(2),
            estimates: Duration::from_secs(60),
        }
    }
}

impl Settings {
    /// The settings the environment asks for: `X_BEARER_TOKEN`, `X_CONSUMER_KEY` and
    /// `X_CONSUMER_SECRET` (or the names of files in these with `_FILE` behind), `X_API_URL`,
    /// `X_EXPANSIONS`, `X_PRICE`.
    ///
    /// # Errors
    /// When a file cannot be read, or a value does not fit.
    pub fn from_environment(look: &dyn Fn(&str) -> Option<OsString>) -> Result<Self, Error> {
        let text = |name| look(name).and_then(|value| value.into_string().ok());
        let mut settings = Self { access: access(look)?, ..Self::default() };
        if let Some(base) = text("X_API_URL").filter(|base| !base.trim().is_empty()) {
            settings.base = base.trim().trim_end_matches('/').to_owned();
            url_of(&settings.base)?;
        }
        settings.expansions = match text("X_EXPANSIONS").as_deref() {
            None | Some("" | "all") => Expansions::All,
            Some("none") => Expansions::None,
            Some(_) => {
                let hint = "write X_EXPANSIONS=all or X_EXPANSIONS=none";
                return Err(variable("X_EXPANSIONS", "it is neither `all` nor `none`", hint));
            }
        };
        if let Some(price) = text("X_PRICE").filter(|price| !price.is_empty()) {
            let dollars = price.parse::<f64>().ok().filter(|price| (0.0..=1000.0).contains(price));
            let hint = "write US dollars a post: X_PRICE=0.005";
            let dollars =
                dollars.ok_or_else(|| variable("X_PRICE", "it is no price of a post", hint))?;
            settings.price = (dollars * 1e6).round() as u64;
        }
        Ok(settings)
    }
}

fn variable(variable: &'static str, reason: impl ToString, hint: &'static str) -> Error {
    Error::Variable { variable, reason: reason.to_string(), hint }
}

fn access(look: &dyn Fn(&str) -> Option<OsString>) -> Result<Option<Access>, Error> {
    if let Some(token) = secret(look, "X_BEARER_TOKEN")? {
        return Ok(Some(Access::Bearer(token)));
    }
    match (secret(look, "X_CONSUMER_KEY")?, secret(look, "X_CONSUMER_SECRET")?) {
        (Some(key), Some(secret)) => Ok(Some(Access::Consumer { key, secret })),
        (None, None) => Ok(None),
        (None, Some(_)) => {
            Err(variable("X_CONSUMER_SECRET", "X_CONSUMER_KEY is not set", "set both"))
        }
        (Some(_), None) => {
            Err(variable("X_CONSUMER_KEY", "X_CONSUMER_SECRET is not set", "set both"))
        }
    }
}

fn secret(look: &dyn Fn(&str) -> Option<OsString>, name: &str) -> Result<Option<Secret>, Error> {
    let some = |secret: Secret| (!secret.expose().is_empty()).then_some(secret);
    if let Some(found) = look(name).and_then(|value| value.into_string().ok()) {
        return Ok(some(Secret::new(&found)));
    }
    let name = format!("{name}_FILE");
    let Some(path) = look(&name).filter(|path| !path.is_empty()).map(PathBuf::from) else {
        return Ok(None);
    };
    match Secret::of_file(&path) {
        Ok(secret) => Ok(some(secret)),
        Err(source) => Err(Error::Secret { variable: name, path, source }),
    }
}

/// Reads the address of X; a token must not travel unencrypted, nor stand in it.
///
/// # Errors
/// When it is none, or neither encrypted nor on this machine.
pub(super) fn url_of(base: &str) -> Result<Url, Error> {
    let hint = "write https://HOST; plain http only for this machine, as in http://127.0.0.1:8080";
    let wrong = |reason: &dyn ToString| variable("X_API_URL", reason.to_string(), hint);
    let url = address::parse(base, Scheme::Http).map_err(|reason| wrong(&reason))?;
    if url.query().is_some() || url.fragment().is_some() {
        return Err(wrong(&"it holds more than a host and a path"));
    }
    Ok(url)
}
