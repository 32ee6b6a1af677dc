package io.rickyard.cli.login;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Asks an installation for a token that somebody on its page agrees to. */
public final class TokenLogin {
  private static final String CLIENT = "rickyard-cli";
  private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";
  private static final Path TOKEN = Path.of("/v1/login/token");
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(5);

  private final RickyardClient client;
  private final String host;

  /** A login with this client, which shows no token yet, for a machine of this name. */
  public TokenLogin(RickyardClient client, String host) {
    this.client = client;
    this.host = host;
  }

  /**
   * Lets somebody decide in a browser of this machine.
   *
   * @param show opens the address, or shows it
   */
  public String byBrowser(Consumer<URI> show) {
    var proof = Proof.next(new SecureRandom());
    try (var callback = new Callback(proof)) {
      show.accept(authorize(proof, callback.address()));
      var answer = callback.await(PATIENCE).orElseThrow(TokenLogin::tooLate);
      var code = answer.code();
      if (code == null) {
        throw refused(String.valueOf(answer.error()));
      }
      var wanted = wanted("authorization_code");
      wanted.put("code", code);
      wanted.put("redirect_uri", callback.address());
      wanted.put("code_verifier", proof.verifier());
      var granted = client.postForm(TOKEN, wanted);
      return token(granted.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandRefused(ExitCode.FAILED, "Interrupted.", null);
    }
  }

  /**
   * Lets somebody decide on any device.
   *
   * @param show shows what the installation answered: {@code user_code}, {@code verification_uri},
   *     {@code verification_uri_complete}
   */
  public String byDevice(Consumer<JsonNode> show) {
    var device =
        client
            .postForm(Path.of("/v1/login/device"), Map.of("client_id", CLIENT, "host", host))
            .body();
    if (device.path("device_code").asText().isEmpty()) {
      throw refused(device.path("error").asText("nothing"));
    }
    show.accept(device);
    var wanted = wanted(DEVICE_GRANT);
    wanted.put("device_code", device.path("device_code").asText());
    var interval =
        device.has("interval")
            ? Duration.ofSeconds(device.path("interval").asLong())
            : USUAL_INTERVAL;
    long end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (System.nanoTime() < end) {
        Thread.sleep(interval);
        var answer = polled(wanted);
        switch (answer.path("error").asText()) {
          case "" -> {
            return token(answer);
          }
          case "authorization_pending" -> {}
          case "slow_down" -> interval = interval.plus(USUAL_INTERVAL);
          case "expired_token" -> throw tooLate();
          case String error -> throw refused(error);
        }
      }
      throw tooLate();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandRefused(ExitCode.FAILED, "Interrupted.", null);
    }
  }

  /** An installation that is away or busy for a moment is asked again, more slowly. */
  private JsonNode polled(Map<String, String> wanted) {
    try {
      return client.postForm(TOKEN, wanted).body();
    } catch (InstallationUnreachable _) {
      return RickyardClient.object().put("error", "slow_down");
    } catch (RequestRefused e) {
      if (e.status() == 429 || e.status() == 503) {
        return RickyardClient.object().put("error", "slow_down");
      }
      throw e;
    }
  }

  private URI authorize(Proof proof, String callback) {
    var path =
        Path.of("/v1/login/authorize")
            .query("response_type", "code")
            .query("client_id", CLIENT)
            .query("redirect_uri", callback)
            .query("code_challenge", proof.challenge())
            .query("code_challenge_method", "S256")
            .query("state", proof.state())
            .query("host", host);
    var base = client.url().toString();
    return URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path);
  }

  private Map<String, String> wanted(String grant) {
    var wanted = new LinkedHashMap<String, String>();
    wanted.put("grant_type", grant);
    wanted.put("client_id", CLIENT);
    return wanted;
  }

  private static String token(JsonNode answer) {
    var token = answer.path("access_token").asText();
    if (token.isEmpty()) {
      throw refused(answer.path("error").asText("nothing"));
    }
    return token;
  }

  private static CommandRefused tooLate() {
    return new CommandRefused(
        ExitCode.NOT_SIGNED_IN, "Nobody agreed in time.", "Run the command again.");
  }

  private static CommandRefused refused(String error) {
    return error.equals("access_denied")
        ? new CommandRefused(ExitCode.NOT_SIGNED_IN, "It was refused on the page.", null)
        : new CommandRefused(
            ExitCode.NOT_SIGNED_IN,
            "The installation did not let this machine in: " + error + ".",
            "Run the command again, or sign in with --email.");
  }
}
