package io.rickyard.cli.command;

import static io.rickyard.cli.command.Directory.elements;
import static io.rickyard.cli.command.Directory.text;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.terminal.Table;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who administers the installation, and what only its operator can do with its secret key. */
@Command(
    name = "admin",
    description =
        "Administrators of the installation; and what its operator does with its credentials file.")
public final class Admin {
  private static final int PASSWORD_BYTES = 15;
  private static final String PAGE = "200";
  private static final String ADMINISTRATORS = "/v1/admin/administrators";

  private final Invocation invocation;

  /** Commands that work with this invocation. */
  public Admin(Invocation invocation) {
    this.invocation = invocation;
  }

  @Command(name = "list", aliases = "ls", description = "List who administers the installation.")
  int list() {
    var all = invocation.client().get(Path.of(ADMINISTRATORS));
    if (invocation.json()) {
      invocation.print(all);
      return ExitCode.OK.number();
    }
    var table = new Table(invocation.out(), "EMAIL", "ID");
    for (var one : elements(all.path("data"))) {
      table.row(text(one, "email"), text(one, "id"));
    }
    table.print();
    return ExitCode.OK.number();
  }

  @Command(name = "add", description = "Make somebody an administrator of the installation.")
  int add(
      @Parameters(paramLabel = "WHO", description = "The address or id of their account.")
          String who) {
    var made = invocation.client().put(administrator(who), RickyardClient.object()).body();
    if (invocation.json()) {
      invocation.print(made);
    } else {
      invocation.print(text(made, "email") + " administers the installation.");
    }
    return ExitCode.OK.number();
  }

  @Command(
      name = "remove",
      aliases = "rm",
      description = "Unmake an administrator of the installation; never the last one.")
  int remove(
      @Parameters(paramLabel = "WHO", description = "The address or id of their account.")
          String who) {
    invocation.client().delete(administrator(who));
    if (!invocation.json()) {
      invocation.print(who + " administers the installation no more.");
    }
    return ExitCode.OK.number();
  }

  private static Path administrator(String who) {
    return Path.of(ADMINISTRATORS).segment(who);
  }

  @Command(
      name = "reset-password",
      description = "Give a user a new password. One is made and shown once, unless --ask.")
  int resetPassword(
      @Parameters(
              paramLabel = "EMAIL",
              arity = "0..1",
              description = "Whose; the only user's if left out.")
          @Nullable String email,
      @Option(
              names = "--credentials",
              paramLabel = "FILE",
              description = "The installation's credentials file.")
          @Nullable String credentials,
      @Option(names = "--ask", description = "Ask for the new password instead of making one.")
          boolean ask) {
    var configuration = invocation.configuration();
    var file = credentials == null ? configuration.credentials() : credentials;
    if (file == null) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "It is not known where the installation's credentials are.",
          "Name the file with --credentials; infra/up prints its place when it starts.");
    }
    try (var client = new RickyardClient(configuration.url(), secretKey(file))) {
      var user = user(client, email);
      var password = ask ? Prompt.secret("New password for " + text(user, "email")) : made();
      client.put(
          Path.of("/auth/v1/admin/users").segment(text(user, "id")),
          RickyardClient.object().put("password", password));
      tell(text(user, "email"), ask ? null : password);
    }
    return ExitCode.OK.number();
  }

  private void tell(String email, @Nullable String password) {
    if (invocation.json()) {
      invocation.print(RickyardClient.object().put("email", email).put("password", password));
      return;
    }
    invocation.print("The password of " + email + " is changed; its sessions have ended.");
    if (password != null) {
      invocation.print("  password  " + password);
      invocation.remark("Keep it now: it is not shown again.");
    }
  }

  private static JsonNode user(RickyardClient client, @Nullable String email) {
    var answer = client.get(Path.of("/auth/v1/admin/users").query("per_page", PAGE));
    var users = elements(answer.path("users"));
    if (email == null && users.size() == 1) {
      return users.getFirst();
    }
    return users.stream()
        .filter(user -> text(user, "email").equalsIgnoreCase(email))
        .findFirst()
        .orElseThrow(() ->
            email == null
                ? new CommandRefused(
                    ExitCode.USAGE, "There are several users; say whose password.", null)
                : new CommandRefused(
                    ExitCode.NOT_FOUND, "There is no user '" + email + "'.", null));
  }

  private static String secretKey(String file) {
    try {
      var json = RickyardClient.JSON.readTree(Files.readString(java.nio.file.Path.of(file)));
      var key = text(json, "secret_key");
      if (key.isEmpty()) {
        throw new CommandRefused(
            ExitCode.USAGE,
            file + " holds no secret_key.",
            "Is it the credentials file of an installation?");
      }
      return key;
    } catch (NoSuchFileException e) {
      throw new CommandRefused(
          ExitCode.USAGE, file + " is not there.", "infra/up prints its place when it starts.");
    } catch (JsonProcessingException e) {
      throw new CommandRefused(
          ExitCode.USAGE,
          file + " can't be understood.",
          "Is it the credentials file of an installation?");
    } catch (IOException e) {
      throw new UncheckedIOException("Can't read " + file, e);
    }
  }

  private static String made() {
    var bytes = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
