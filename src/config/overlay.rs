//! One layer of settings laid over another.

use super::layer::Layer;

impl Layer {
    /// This layer laid over another: what it does not say, the other does.
    #[must_use]
    pub fn over(self, below: Self) -> Self {
        Self {
            sources: self.sources.or(below.sources),
            track: self.track.or(below.track),
            topic: self.topic.or(below.topic),
            file: self.file.or(below.file),
            topics: self.topics.or(below.topics),
            lang: self.lang.or(below.lang),
            exclude: self.exclude.or(below.exclude),
            window: self.window.or(below.window),
            slide: self.slide.or(below.slide),
            lateness: self.lateness.or(below.lateness),
            remember: self.remember.or(below.remember),
            provisional: self.provisional.or(below.provisional),
            empty: self.empty.or(below.empty),
            input: self.input.or(below.input),
            encoding: self.encoding.or(below.encoding),
            delimiter: self.delimiter.or(below.delimiter),
            no_header: self.no_header.or(below.no_header),
            long: self.long.or(below.long),
            follow: self.follow.or(below.follow),
            live: self.live.or(below.live),
            archive: self.archive.or(below.archive),
            text_column: self.text_column.or(below.text_column),
            time_column: self.time_column.or(below.time_column),
            author_column: self.author_column.or(below.author_column),
            id_column: self.id_column.or(below.id_column),
            lang_column: self.lang_column.or(below.lang_column),
            time_format: self.time_format.or(below.time_format),
            assume_tz: self.assume_tz.or(below.assume_tz),
            max_line: self.max_line.or(below.max_line),
            speed: self.speed.or(below.speed),
            from: self.from.or(below.from),
            to: self.to.or(below.to),
            rejects: self.rejects.or(below.rejects),
            profile: self.profile.or(below.profile),
            detect_lang: self.detect_lang.or(below.detect_lang),
            score_all: self.score_all.or(below.score_all),
            lexicon: self.lexicon.or(below.lexicon),
            jetstream_urls: self.jetstream_urls.or(below.jetstream_urls),
            jetstream_wire: self.jetstream_wire.or(below.jetstream_wire),
            hashtag: self.hashtag.or(below.hashtag),
            local: self.local.or(below.local),
            max_posts: self.max_posts.or(below.max_posts),
            max_duration: self.max_duration.or(below.max_duration),
            format: self.format.or(below.format),
            only: self.only.or(below.only),
            output: self.output.or(below.output),
            tz: self.tz.or(below.tz),
            color: self.color.or(below.color),
            theme: self.theme.or(below.theme),
            ascii: self.ascii.or(below.ascii),
            key: self.key.or(below.key),
            threads: self.threads.or(below.threads),
        }
    }
}
