package io.rickyard.postgres;

import java.nio.file.Path;

/** What a server reads at its start, and when it is told to read it again. */
final class ConfigurationFiles {

  private ConfigurationFiles() {}

  static void write(ServerLayout layout, RunAs runAs, ServerSettings settings) {
    var text =
        new StringBuilder(settings.text())
            .append(setting("hba_file", layout.clientAuthentication()));
    if (settings.access().tlsOnly()) {
      ServerCertificate.require(layout, runAs);
      text.append("ssl = 'on'\n")
          .append(setting("ssl_cert_file", layout.certificate()))
          .append(setting("ssl_key_file", layout.certificateKey()));
    }
    layout.write(layout.configuration(), text.toString(), "rw-r--r--");
    layout.write(layout.clientAuthentication(), settings.access().text(), "rw-r--r--");
  }

  private static String setting(String name, Path value) {
    return name + " = " + ServerSettings.quoted(value.toString()) + "\n";
  }
}
