package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Signs in and keeps a personal access token in the user's configuration file. */
@Command(
    name = "login",
    description = {
      "Sign in and remember the installation (--url) and a token.",
      "With an email and a password a personal access token is made for this machine."
    })
public final class Login implements Callable<Integer> {
  private static final int TOKEN_CREATED = 201;

  private final Invocation invocation;

  @Option(names = "--email", description = "Who signs in; asked for if not given.")
  private @Nullable String email;

  @Option(names = "--password-stdin", description = "Read the password from standard input.")
  private boolean passwordFromInput;

  @Option(
      names = "--code",
      description = "What the app of a second factor shows; asked for if there is one.")
  private @Nullable String code;

  @Option(
      names = "--with-token",
      description = "Read a personal access token from standard input instead.")
  private boolean tokenFromInput;

  /** A command that works with this invocation. */
  public Login(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var configuration = invocation.configuration();
    var token = tokenFromInput ? fromInput("token") : made(configuration);
    try (var client = new RickyardClient(configuration.url(), token)) {
      var profile = client.get(Path.of("/v1/profile"));
      var organizations = Directory.elements(client.get(Path.of("/v1/organizations")));
      var only =
          organizations.size() == 1
              ? text(organizations.getFirst(), "slug")
              : configuration.organization();
      invocation.configurationFile().write(configuration.withToken(token).withOrganization(only));
      if (invocation.json()) {
        invocation.print(
            RickyardClient.object()
                .put("url", configuration.url().toString())
                .put("email", text(profile, "primary_email")));
      } else {
        invocation.print(
            "Signed in to " + configuration.url() + " as " + text(profile, "primary_email") + ".");
        invocation.remark("The token is kept in " + invocation.configurationFile().path() + ".");
      }
    }
    return ExitCode.OK.number();
  }

  private String made(Configuration configuration) {
    if (email == null) {
      invocation.remark("Signing in to " + configuration.url() + ".");
    }
    var who = email == null ? Prompt.line("Email") : email;
    var password = passwordFromInput ? fromInput("password") : Prompt.secret("Password");
    var session = session(configuration, who, password);
    try (var client = new RickyardClient(configuration.url(), session)) {
      var answer =
          client.post(
              Path.of("/v1/access-tokens"),
              RickyardClient.object().put("name", "rickyard on " + thisMachine()));
      var token = text(answer.body(), "token");
      if (answer.status() != TOKEN_CREATED || token.isEmpty()) {
        throw new CommandRefused(ExitCode.FAILED, "The installation made no token.", null);
      }
      return token;
    }
  }

  private String session(Configuration configuration, String email, String password) {
    try (var client = new RickyardClient(configuration.url(), null)) {
      var body = RickyardClient.object().put("email", email).put("password", password);
      var answer = client.post(Path.of("/auth/v1/token").query("grant_type", "password"), body);
      var factor = verifiedFactor(answer.body().path("user").path("factors"));
      var session = text(answer.body(), "access_token");
      return factor.isEmpty() ? session : raised(configuration, session, factor.get());
    } catch (RequestRefused e) {
      if (e.status() == 400 || e.status() == 401) {
        throw new CommandRefused(
            ExitCode.NOT_SIGNED_IN,
            String.valueOf(e.getMessage()),
            "Lost the password? On the installation's machine: rickyard admin reset-password");
      }
      throw e;
    }
  }

  /** Who has a second factor is let in with its code only. */
  private String raised(Configuration configuration, String session, String factor) {
    var shown = code == null ? Prompt.line("Code of your app") : code;
    try (var client = new RickyardClient(configuration.url(), session)) {
      var challenge = client.post(factorPath(factor, "challenge"), RickyardClient.object());
      var body =
          RickyardClient.object()
              .put("challenge_id", text(challenge.body(), "id"))
              .put("code", shown.strip());
      return text(client.post(factorPath(factor, "verify"), body).body(), "access_token");
    } catch (RequestRefused e) {
      if (e.status() == 422) {
        throw new CommandRefused(
            ExitCode.NOT_SIGNED_IN,
            String.valueOf(e.getMessage()),
            "The code changes every thirty seconds. Lost the app? An administrator can remove it.");
      }
      throw e;
    }
  }

  private static Path factorPath(String factor, String what) {
    return Path.of("/auth/v1/factors").segment(factor).segment(what);
  }

  private static Optional<String> verifiedFactor(JsonNode factors) {
    for (var factor : factors) {
      if (text(factor, "status").equals("verified")) {
        return Optional.of(text(factor, "id"));
      }
    }
    return Optional.empty();
  }

  private static String fromInput(String what) {
    try {
      var line =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (line == null || line.isBlank()) {
        throw new CommandRefused(
            ExitCode.USAGE, "There is no " + what + " on standard input.", null);
      }
      return line.strip();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read the " + what + " from standard input", e);
    }
  }

  private static String thisMachine() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "this machine"; // a name in a list of tokens, nothing depends on it
    }
  }
}
