package io.rickyard.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.keyring.KeyringUnavailable;
import io.rickyard.cli.keyring.SecretService;
import io.rickyard.cli.login.WebBrowser;
import io.rickyard.cli.progress.TaskProgress;
import io.rickyard.cli.terminal.Terminal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one run of the command works with: where output goes, what the environment and the
 * configuration file say, and the connection to the installation, opened when first needed.
 */
public final class Invocation implements AutoCloseable {
  /** Where a token is that the operating system keeps. */
  public static final String KEYRING = "the keyring (Secret Service)";

  private static final String TOKEN = "RICKYARD_TOKEN";

  private final Terminal out;
  private final Terminal err;
  private final Map<String, String> environment;
  private boolean json;
  private @Nullable URI url;
  private @Nullable RickyardClient client;

  /** A run with these outputs and this environment. */
  public Invocation(Terminal out, Terminal err, Map<String, String> environment) {
    this.out = out;
    this.err = err;
    this.environment = Map.copyOf(environment);
  }

  /** Answers go to the standard output as JSON. */
  void useJson(boolean wanted) {
    json = wanted;
  }

  /** Another installation than the configured one is meant. */
  void useUrl(@Nullable URI other) {
    url = other;
  }

  /** Where answers go. */
  public Terminal out() {
    return out;
  }

  /** Where everything that is no answer goes. */
  public Terminal err() {
    return err;
  }

  /** Whether answers are wanted as JSON. */
  public boolean json() {
    return json;
  }

  /** The current time. */
  public Instant now() {
    return Instant.now();
  }

  /** An environment variable, or null when it is unset or empty. */
  public @Nullable String variable(String name) {
    var value = environment.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  /** The user's configuration file. */
  public ConfigurationFile configurationFile() {
    return ConfigurationFile.ofUser(environment);
  }

  /** What the options, the environment and the file say together, in this order. */
  public Configuration configuration() {
    var file = configurationFile().read();
    var named = url != null ? url : variableAsUrl();
    var base = file;
    if (named != null && !named.equals(file.url())) {
      // The file's token belongs to the file's installation and is shown to no other.
      base = new Configuration(named, null, null, null);
    }
    var token = variable(TOKEN);
    return token == null ? base : base.withToken(token);
  }

  /** The connection to the installation, with our token. */
  public RickyardClient client() {
    var open = client;
    if (open == null) {
      var url = configuration().url();
      var credential =
          credential()
              .orElseThrow(() ->
                  new CommandRefused(
                      ExitCode.NOT_SIGNED_IN,
                      "Not signed in to " + url + ".",
                      "Run 'rickyard login', or set RICKYARD_TOKEN; infra/up signs its own user"
                          + " in."));
      open = new RickyardClient(url, credential.token());
      client = open;
    }
    return open;
  }

  /**
   * The token and where it is kept, if there is one.
   *
   * @throws CommandRefused when the keyring has it and does not give it, or when others than the
   *     user can read it
   */
  public Optional<Credential> credential() {
    var configuration = configuration();
    var token = configuration.token();
    if (token != null) {
      return Optional.of(new Credential(token, placeOfToken()));
    }
    return configuration.inKeyring()
        ? Optional.of(fromKeyring(configuration.url()))
        : Optional.empty();
  }

  /** The operating system's keyring, where this session has one. */
  public Optional<SecretService> keyring() {
    return SecretService.of(environment);
  }

  /** The person's browser, where this session has a display. */
  public Optional<WebBrowser> browser() {
    return WebBrowser.of(environment);
  }

  private String placeOfToken() {
    if (variable(TOKEN) != null) {
      return TOKEN;
    }
    var file = configurationFile();
    if (file.readableByOthers()) {
      throw new CommandRefused(
          ExitCode.NOT_SIGNED_IN,
          file.path() + " can be read by others, so its token may be theirs as well.",
          "chmod 600 " + file.path() + ", then 'rickyard logout' and 'rickyard login'.");
    }
    return file.path().toString();
  }

  private Credential fromKeyring(URI url) {
    var advice =
        "Unlock it, or come from the session that has it; or set RICKYARD_TOKEN; or 'rickyard"
            + " login' again.";
    var keyring =
        keyring()
            .orElseThrow(() ->
                new CommandRefused(
                    ExitCode.NOT_SIGNED_IN,
                    "The keyring has the token for " + url + ", and this session has no keyring.",
                    advice));
    try {
      return keyring
          .find(url)
          .map(token -> new Credential(token, KEYRING))
          .orElseThrow(() ->
              new CommandRefused(
                  ExitCode.NOT_SIGNED_IN,
                  "The keyring has no token for " + url + " any more.",
                  "Run 'rickyard login'."));
    } catch (KeyringUnavailable e) {
      throw new CommandRefused(
          ExitCode.NOT_SIGNED_IN, "The keyring does not give the token: " + e.getMessage(), advice);
    }
  }

  /** Shows tasks: on the standard output, or beside it when that is to carry JSON. */
  public TaskProgress progress() {
    return new TaskProgress(client(), json ? err : out);
  }

  /** Prints one line of an answer. */
  public void print(String line) {
    out.out().println(line);
  }

  /** Prints JSON: laid out for a person on a terminal and for a pipe alike. */
  public void print(JsonNode node) {
    try {
      out.out()
          .println(
              RickyardClient.JSON
                  .writer(SerializationFeature.INDENT_OUTPUT)
                  .writeValueAsString(node.isMissingNode() ? RickyardClient.object() : node));
    } catch (IOException e) {
      throw new UncheckedIOException("Can't write the answer as JSON", e);
    }
  }

  /** Prints something that is no answer: what follows, what to do next. Silent with JSON. */
  public void remark(String line) {
    if (!json) {
      err.out().println(line);
    }
  }

  @Override
  public void close() {
    var open = client;
    client = null;
    if (open != null) {
      open.close();
    }
  }

  private @Nullable URI variableAsUrl() {
    var value = variable("RICKYARD_URL");
    return value == null ? null : URI.create(value);
  }
}
