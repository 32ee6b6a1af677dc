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
import io.rickyard.cli.keyring.KeyringUnavailable;
import io.rickyard.cli.login.TokenLogin;
import io.rickyard.cli.login.WebBrowser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Signs in and keeps a personal access token in the keyring, or in the user's own file. */
@Command(
    name = "login",
    description = {
      "Sign in and remember the installation (--url) and a token.",
      "Opens the browser, where you agree; where there is none, shows a code to enter elsewhere.",
      "The token goes into the keyring (Secret Service) where there is one, else into a file that"
          + " only you can read."
    })
public final class Login implements Callable<Integer> {
  private static final int TOKEN_CREATED = 201;

  private final Invocation invocation;

  @Option(names = "--device", description = "Show a code to enter in a browser elsewhere.")
  private boolean byDevice;

  @Option(
      names = "--no-browser",
      description = "Show the address that a browser of this machine has to open.")
  private boolean withoutOpening;

  @Option(
      names = "--in-file",
      description = "Keep the token in the file, also where there is a keyring.")
  private boolean inFile;

  @Option(names = "--email", description = "Sign in with a password: who signs in.")
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
    var token = token(configuration);
    try (var client = new RickyardClient(configuration.url(), token)) {
      var profile = client.get(Path.of("/v1/profile"));
      var organizations = Directory.elements(client.get(Path.of("/v1/organizations")));
      var only =
          organizations.size() == 1
              ? text(organizations.getFirst(), "slug")
              : configuration.organization();
      var place = kept(configuration.withOrganization(only), token);
      if (invocation.json()) {
        invocation.print(
            RickyardClient.object()
                .put("url", configuration.url().toString())
                .put("email", text(profile, "primary_email"))
                .put("token_in", place));
      } else {
        invocation.print(
            "Signed in to " + configuration.url() + " as " + text(profile, "primary_email") + ".");
        invocation.remark("The token is kept in " + place + ".");
      }
    }
    return ExitCode.OK.number();
  }

  private String token(Configuration configuration) {
    if (tokenFromInput) {
      return fromInput("token");
    }
    if (email != null || passwordFromInput || code != null) {
      return made(configuration);
    }
    try (var client = new RickyardClient(configuration.url(), null)) {
      var login = new TokenLogin(client, thisMachine());
      var browser = invocation.browser();
      return byDevice || (browser.isEmpty() && !withoutOpening)
          ? login.byDevice(this::show)
          : login.byBrowser(address -> open(address, withoutOpening ? null : browser.get()));
    }
  }

  /** Told beside the answer, which may be JSON. */
  private void show(JsonNode device) {
    tell("Open " + text(device, "verification_uri") + " on any device and enter the code");
    tell("  " + text(device, "user_code"));
    tell("or open " + text(device, "verification_uri_complete") + " and compare it.");
  }

  private void open(URI address, @Nullable WebBrowser browser) {
    if (browser != null && browser.open(address)) {
      tell("Go on in the browser. If none has opened, open this address on this machine:");
    } else {
      tell("Open this address in a browser of this machine:");
    }
    tell("  " + address);
  }

  private void tell(String line) {
    invocation.err().out().println(line);
  }

  /** Keeps the token; says where. */
  private String kept(Configuration configuration, String token) {
    var file = invocation.configurationFile();
    var keyring = invocation.keyring();
    if (keyring.isPresent() && !inFile) {
      try {
        keyring.get().store(configuration.url(), token);
        file.write(configuration.withTokenInKeyring());
        return Invocation.KEYRING;
      } catch (KeyringUnavailable e) {
        invocation.remark("The keyring does not take the token: " + e.getMessage());
      }
    }
    file.write(configuration.withToken(token));
    return file.path().toString();
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
