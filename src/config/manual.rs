//! Pages made of the arguments: completions of shells and the manual. Their words stand with the
//! arguments.

use super::arguments::command;

/// Completions for a shell.
#[must_use]
pub fn completions(shell: clap_complete::Shell) -> Vec<u8> {
    let mut out = Vec::new();
    clap_complete::generate(shell, &mut command(), "moodwire", &mut out);
    out
}

/// The manual page of the program or of one of its commands; `None` where there is no such
/// command.
///
/// # Errors
/// When the page cannot be written into memory.
pub fn manual(name: Option<&str>) -> std::io::Result<Option<Vec<u8>>> {
    let mut root = command();
    root.build();
    let page = match name {
        None => Some(root.help_template("{about}").display_name("moodwire")),
        Some(name) => root.find_subcommand(name).cloned(),
    };
    let Some(page) = page else { return Ok(None) };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out)?;
    Ok(Some(out))
}
