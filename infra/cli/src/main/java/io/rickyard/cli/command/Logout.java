package io.rickyard.cli.command;

import io.rickyard.cli.ExitCode;
import io.rickyard.cli.Invocation;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Revokes the token in the user's configuration file and takes it out of there. */
@Command(
    name = "logout",
    description = {
      "Revoke the token that login or infra/up left in the configuration file, and forget it.",
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
