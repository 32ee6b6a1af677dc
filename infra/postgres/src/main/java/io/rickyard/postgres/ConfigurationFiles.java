package io.rickyard.postgres;

import java.nio.file.Path;

/** What a server reads at its start, and when it is told to read it again. */
final class ConfigurationFiles {

  private static final String CLIENT_AUTHENTICATION =
      """
      # Written at each start.
      host all         all 127.0.0.1/32 scram-sha-256
      host replication all 127.0.0.1/32 scram-sha-256
      """;

  private ConfigurationFiles() {}

  static void write(ServerLayout layout, ServerSettings settings) {
    layout.write(
        layout.configuration(),
        settings.text() + setting("hba_file", layout.clientAuthentication()),
        "rw-r--r--");
    layout.write(layout.clientAuthentication(), CLIENT_AUTHENTICATION, "rw-r--r--");
  }

  private static String setting(String name, Path value) {
    return name + " = " + ServerSettings.quoted(value.toString()) + "\n";
  }
}
