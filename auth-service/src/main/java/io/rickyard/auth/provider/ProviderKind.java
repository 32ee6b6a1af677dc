package io.rickyard.auth.provider;

/** How a provider is spoken to, and what is known of it beforehand. */
public enum ProviderKind {
  /** GitHub: OAuth 2.0 with resources of its own. */
  GITHUB("GitHub"),
  /** GitLab, by OpenID Connect. */
  GITLAB("GitLab"),
  /** Google, by OpenID Connect. */
  GOOGLE("Google"),
  /** Microsoft's Entra ID, by OpenID Connect; GoTrue's clients call it azure. */
  AZURE("Microsoft"),
  /** Anybody who speaks OpenID Connect and publishes a discovery document. */
  OIDC("OpenID Connect");

  private final String displayName;

  ProviderKind(String displayName) {
    this.displayName = displayName;
  }

  /** What people call it. */
  public String displayName() {
    return displayName;
  }
}
