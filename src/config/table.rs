//! Named values as a table of the settings file: `[topic]`, then `name = "query"`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::value::Named;

pub fn serialize<S: Serializer>(topics: &Option<Vec<Named>>, to: S) -> Result<S::Ok, S::Error> {
    let text = |topic: &Named| (topic.name.clone(), topic.query.clone().into());
    let rows = topics.iter().flatten().map(text);
    rows.collect::<toml::Table>().serialize(to)
}

pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<Named>>, D::Error> {
    let rows = toml::Table::deserialize(from)?;
    let named = |(name, value): (String, toml::Value)| match value {
        _ if name.contains('=') => {
            Err(serde::de::Error::custom(format!("the name of topic `{name}` holds a `=`")))
        }
        toml::Value::String(query) => Ok(Named { name, query }),
        other => Err(serde::de::Error::custom(format!(
            "the query of topic `{name}` is a text in quotes, not {}",
            other.type_str()
        ))),
    };
    let topics = rows.into_iter().map(named).collect::<Result<Vec<_>, _>>()?;
    Ok((!topics.is_empty()).then_some(topics))
}
