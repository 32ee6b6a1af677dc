package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.terminal.Colour;
import java.net.URI;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;

/** Looks at everything a command needs, from the file to the services, and says what is wrong. */
@Command(
    name = "doctor",
    description =
        "Check configuration, connection, token, version and services, and say what to do.")
public final class Doctor implements Callable<Integer> {
  private static final int COLUMN = 28;
  private static final Path HEALTH = Path.of("/v1/health");

  private final Invocation invocation;
  private final ArrayNode findings = RickyardClient.JSON.createArrayNode();
  private ExitCode worst = ExitCode.OK;

  /** A command that works with this invocation. */
  public Doctor(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    good("java", System.getProperty("java.version") + " in " + System.getProperty("java.home"));
    var configuration = configuration();
    if (configuration != null) {
      warnOfPlainHttp(configuration.url());
      if (reachable(configuration)) {
        token(configuration);
      }
    }
    if (invocation.json()) {
      var json = RickyardClient.object().put("healthy", worst == ExitCode.OK);
      json.set("checks", findings);
      invocation.print(json);
    }
    return worst.number();
  }

  private @Nullable Configuration configuration() {
    var file = invocation.configurationFile();
    try {
      var configuration = invocation.configuration();
      if (file.readableByOthers()) {
        bad(
            ExitCode.FAILED,
            "configuration",
            file.path() + " can be read by others",
            "chmod 600 " + file.path());
      } else {
        good(
            "configuration",
            file.exists() ? file.path().toString() : "none (" + file.path() + " is not there)");
      }
      return configuration;
    } catch (IllegalArgumentException e) {
      bad(ExitCode.USAGE, "configuration", String.valueOf(e.getMessage()), null);
      return null;
    }
  }

  private void warnOfPlainHttp(URI url) {
    var host = url.getHost();
    var local = "localhost".equals(host) || host.startsWith("127.") || host.equals("[::1]");
    if (url.getScheme().equals("http") && !local) {
      bad(
          ExitCode.FAILED,
          "transport",
          "The token travels unencrypted to " + host,
          "Put TLS before the installation and use https; see dns-and-tls in the documentation.");
    }
  }

  private boolean reachable(Configuration configuration) {
    try (var client = new RickyardClient(configuration.url(), null)) {
      var health = client.get(HEALTH);
      good("connection", configuration.url() + " answers");
      good("version", text(health, "version") + " there, " + version() + " here");
      var runtime = health.path("runtime");
      if (runtime.isObject()) {
        good("runtime", text(runtime, "kind") + " for new projects: " + text(runtime, "because"));
      }
      certificates(health.path("tls"));
      health
          .path("services")
          .properties()
          .forEach(service -> service(service.getKey(), service.getValue()));
      return true;
    } catch (InstallationUnreachable e) {
      bad(
          ExitCode.UNAVAILABLE,
          "connection",
          String.valueOf(e.getMessage()),
          "Start it with infra/up, or name another one with --url or RICKYARD_URL.");
    } catch (ApiFailure e) {
      bad(
          ExitCode.UNAVAILABLE,
          "connection",
          configuration.url() + " answers, but not as an installation does: " + e.getMessage(),
          "Check the address; something else may listen there.");
    }
    return false;
  }

  private void certificates(JsonNode tls) {
    if (!tls.isObject()) {
      return;
    }
    var troubles = tls.path("troubles");
    if (troubles.isEmpty()) {
      good("certificates", "valid, for all names of the installation");
    }
    troubles.forEach(trouble ->
        bad(
            ExitCode.FAILED,
            "certificates",
            trouble.asText(),
            "Put a good one into the gateway's directory of certificates; it is taken up by itself."));
  }

  private void service(String name, JsonNode state) {
    var said = state.isTextual() ? state.textValue() : text(state, "status");
    if (said.equalsIgnoreCase("up")) {
      good("service " + name, "up");
    } else {
      bad(
          ExitCode.UNAVAILABLE,
          "service " + name,
          said.isEmpty() ? "unknown" : said,
          "See the installation's own log.");
    }
  }

  private void token(Configuration configuration) {
    var login = "rickyard login --url " + configuration.url();
    try {
      var credential = invocation.credential();
      if (credential.isEmpty()) {
        bad(ExitCode.NOT_SIGNED_IN, "token", "Not signed in", login);
        return;
      }
      var profile = invocation.client().get(Path.of("/v1/profile"));
      good(
          "token",
          "from " + credential.get().place() + ", belongs to " + text(profile, "primary_email"));
    } catch (ApiFailure e) {
      bad(ExitCode.NOT_SIGNED_IN, "token", String.valueOf(e.getMessage()), login);
    } catch (CommandRefused e) {
      bad(ExitCode.NOT_SIGNED_IN, "token", String.valueOf(e.getMessage()), e.advice().orElse(null));
    }
  }

  private void good(String check, String found) {
    found(true, check, found, null);
  }

  private void bad(ExitCode code, String check, String found, @Nullable String advice) {
    worst = worst == ExitCode.OK ? code : worst;
    found(false, check, found, advice);
  }

  private void found(boolean good, String check, String found, @Nullable String advice) {
    findings
        .addObject()
        .put("check", check)
        .put("good", good)
        .put("found", found)
        .put("advice", advice);
    if (invocation.json()) {
      return;
    }
    var out = invocation.out();
    var sign = good ? out.paint(Colour.GOOD, "✓ ") : out.paint(Colour.BAD, "✗ ");
    invocation.print(sign + check + " ".repeat(Math.max(1, COLUMN - check.length())) + found);
    if (advice != null) {
      invocation.print("  " + " ".repeat(COLUMN) + out.paint(Colour.FAINT, "→ " + advice));
    }
  }

  private static String version() {
    var version = Doctor.class.getPackage().getImplementationVersion();
    return version == null ? "a build without version" : version;
  }
}
