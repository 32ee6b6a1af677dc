package io.rickyard.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.cli.api.RickyardClient;
import java.io.PrintStream;

/** What infra/up has to say when everything is ready: once for people, once for programs. */
final class Announcement {

  private final PrintStream out;
  private final Installation installation;
  private final DataDirectory directory;

  Announcement(PrintStream out, Installation installation, DataDirectory directory) {
    this.out = out;
    this.installation = installation;
    this.directory = directory;
  }

  void text(boolean foreground) {
    var credentials = installation.credentials();
    out.println();
    out.println("Rickyard is ready.");
    out.println();
    out.println("  Dashboard      " + installation.url());
    out.println("  Sign in, once  " + installation.signInLink());
    if (installation.firstStart()) {
      out.println(
          "  Administrator  " + credentials.email() + "  password " + credentials.password());
    }
    out.println("  Access token   " + credentials.token());
    out.println("  Credentials    " + directory.credentials() + "  (only you can read it)");
    var demo = installation.demo();
    if (demo != null) {
      out.println();
      out.println("  Project " + demo.name() + "   " + demo.ref() + "  " + demo.status());
      if (demo.connectionString() != null) {
        out.println("    database         " + demo.connectionString());
      }
      demo.keys().forEach((name, key) -> out.printf("    %-16s %s%n", name, key));
    }
    out.println();
    out.println("Try next:");
    out.println("  infra/rickyard projects list --watch");
    out.println("  infra/rickyard projects create shop --watch");
    out.println(
        demo == null
            ? "  infra/rickyard tasks submit platform.probe --watch"
            : "  infra/rickyard projects connect " + demo.name() + " --psql");
    if (foreground) {
      out.println();
      out.println("Ctrl-C stops everything; data stay in " + directory.root() + ".");
    } else {
      out.println();
      out.println("It goes on in the background; infra/down stops it.");
    }
    out.flush();
  }

  void json() {
    var credentials = installation.credentials();
    var object =
        RickyardClient.object()
            .put("url", installation.url().toString())
            .put("sign_in_link", installation.signInLink().toString())
            .put("token", credentials.token())
            .put("email", credentials.email())
            .put("organization", credentials.organization())
            .put("publishable_key", credentials.publishableKey())
            .put("secret_key", credentials.secretKey())
            .put("credentials_file", directory.credentials().toString())
            .put("data_directory", directory.root().toString());
    var demo = installation.demo();
    if (demo != null) {
      var project =
          object
              .putObject("project")
              .put("ref", demo.ref())
              .put("name", demo.name())
              .put("status", demo.status())
              .put("connection_string", demo.connectionString());
      demo.keys().forEach(project.putObject("keys")::put);
    }
    try {
      out.println(RickyardClient.JSON.writeValueAsString(object));
    } catch (JsonProcessingException e) {
      throw new LaunchFailed("The announcement could not be written", e);
    }
    out.flush();
  }

  /** Tells infra/up that everything has been said. */
  void ready() {
    out.println("rickyard: ready");
    out.flush();
  }
}
