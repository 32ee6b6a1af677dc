package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.config.Configuration;
import io.rickyard.cli.config.ConfigurationFile;
import io.rickyard.cli.keyring.KeyringUnavailable;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Revokes the token that the keyring or the user's configuration file keeps, and forgets it. */
@Command(
    name = "logout",
    description = {
      "Revoke the token that login or infra/up left in the keyring or the configuration file, and"
          + " forget it.",
      "A token in RICKYARD_TOKEN is not touched. infra/up makes a new one when it starts again."
    })
public final class Logout implements Callable<Integer> {
  private final Invocation invocation;

  /** A command that works with this invocation. */
  public Logout(Invocation invocation) {
    this.invocation = invocation;
  }

  @Override
  public Integer call() {
    var file = invocation.configurationFile();
    var configuration = file.read();
    if (configuration.inKeyring()) {
      return outOfKeyring(file, configuration);
    }
    var token = configuration.token();
    if (token == null) {
      tell("Not signed in.", configuration.url(), false);
      return ExitCode.OK.number();
    }
    boolean revoked = revoke(configuration.url(), token);
    file.write(configuration.withToken(null));
    tell("Signed out of " + configuration.url() + ".", configuration.url(), revoked);
    return ExitCode.OK.number();
  }

  /** While the keyring is out of reach the file goes on to say that it has the token. */
  private int outOfKeyring(ConfigurationFile file, Configuration configuration) {
    var url = configuration.url();
    var keyring =
        invocation.keyring().orElseThrow(() -> unreachable(url, "this session has no keyring"));
    try {
      var token = keyring.find(url);
      boolean revoked = token.isEmpty() || revoke(url, token.get());
      keyring.remove(url);
      file.write(configuration.withToken(null));
      tell("Signed out of " + url + ".", url, revoked);
      return ExitCode.OK.number();
    } catch (KeyringUnavailable e) {
      throw unreachable(url, String.valueOf(e.getMessage()));
    }
  }

  private static CommandRefused unreachable(URI url, String why) {
    return new CommandRefused(
        ExitCode.FAILED,
        "The keyring has the token for " + url + " and is out of reach: " + why + ".",
        "Unlock it, or come from the session that has it; or revoke the token on the page.");
  }

  /** The entry goes whether the installation is there or not: it is what a thief would find. */
  private boolean revoke(URI url, String token) {
    try (var client = new RickyardClient(url, token)) {
      client.delete(Path.of("/v1/access-tokens/current"));
      return true;
    } catch (RequestRefused e) {
      if (e.status() == 401) {
        return true; // it was void already
      }
      invocation.remark(
          "The token was not revoked: " + e.getMessage() + ". Revoke it from the dashboard.");
      return false;
    } catch (InstallationUnreachable e) {
      invocation.remark(
          "The token was forgotten here but not revoked: " + e.getMessage() + ". It stays valid.");
      return false;
    }
  }

  private void tell(String words, URI url, boolean revoked) {
    if (invocation.json()) {
      invocation.print(RickyardClient.object().put("url", url.toString()).put("revoked", revoked));
    } else {
      invocation.print(words);
    }
  }
}
