//! Encryption of connections: the certificates the system trusts, and one provider.
//!
//! It opens nothing. HTTP clients and sockets are given the same configuration.

use std::sync::Arc;

use rustls::ClientConfig;
use rustls_platform_verifier::BuilderVerifierExt;

/// What a client needs to encrypt.
///
/// # Errors
/// When the certificates of the system cannot be used.
pub(in crate::source) fn client() -> Result<Arc<ClientConfig>, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_platform_verifier()?
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// The same for HTTP, whose versions are chosen while the connection is made.
///
/// # Errors
/// When the certificates of the system cannot be used.
pub(in crate::source) fn http() -> Result<ClientConfig, rustls::Error> {
    let mut config = ClientConfig::clone(&*client()?);
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}
