//! Encryption of connections: the certificates the system trusts, and one provider.
//!
//! It opens nothing. HTTP clients bring the same provider and the same certificates by themselves.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

/// What a client needs to encrypt.
///
/// # Errors
/// When the certificates of the system cannot be used.
pub(in crate::source) fn client() -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(Arc::new(config))
}
