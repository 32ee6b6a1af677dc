package io.rickyard.cli.api;

import java.net.URI;

/** Nothing that speaks our protocol answered at the installation's URL. */
public final class InstallationUnreachable extends ApiFailure {
  private static final long serialVersionUID = 1L;

  private final URI url;

  InstallationUnreachable(URI url, String why) {
    super("No answer from " + url + ": " + why);
    this.url = url;
  }

  InstallationUnreachable(URI url, String why, Throwable cause) {
    super("No answer from " + url + ": " + why, cause);
    this.url = url;
  }

  /** Where the installation was looked for. */
  public URI url() {
    return url;
  }
}
