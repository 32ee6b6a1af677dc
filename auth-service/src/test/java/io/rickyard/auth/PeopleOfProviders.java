package io.rickyard.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.auth.doubles.GitHubDouble;
import io.rickyard.auth.doubles.IssuerDouble;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

/** People with accounts at providers, where sign-up is closed but for who was invited. */
abstract class PeopleOfProviders {

  static final String VERIFIER = "v".repeat(50);

  static IssuerDouble company;
  static IssuerDouble other;
  static IssuerDouble entra;
  static GitHubDouble gitHub;
  static TestInstallation installation;
  static AuthClient client;
  static int people;

  @BeforeAll
  static void start() {
    company = new IssuerDouble(TestClock.CLOCK);
    other = new IssuerDouble(TestClock.CLOCK);
    entra = new IssuerDouble(TestClock.CLOCK);
    gitHub = new GitHubDouble();
    Map<String, Object> settings = new HashMap<>(gitHub.settings());
    settings.putAll(company.settings("company"));
    settings.put("rickyard.auth.providers.company.kind", "oidc");
    settings.put("rickyard.auth.providers.company.display-name", "The Company");
    settings.putAll(other.settings("other"));
    settings.put("rickyard.auth.providers.other.kind", "oidc");
    settings.putAll(entra.settings("azure"));
    settings.put("rickyard.auth.redirects", "https://app.example.com/team");
    settings.put("rickyard.auth.sign-up.anonymous", "true");
    installation = new TestInstallation(settings);
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
    company.close();
    other.close();
    entra.close();
    gitHub.close();
  }

  @AfterEach
  void behave() {
    company.behaves();
  }

  static void assertRefused(URI back, String error, String code) {
    assertThat(FlowBrowser.brought(back))
        .containsEntry("error", error)
        .containsEntry("error_code", code)
        .doesNotContainKeys("access_token", "code");
  }

  static URI travel(IssuerDouble issuer, String provider, Map<String, Object> person) {
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=" + provider);
    return browser.comeBack(issuer.letIn(page, person));
  }

  static String signIn(IssuerDouble issuer, String provider, Map<String, Object> person) {
    var brought = FlowBrowser.brought(travel(issuer, provider, person));
    return requireNonNull(brought.get("access_token"), () -> brought.toString());
  }

  static String linkingAddress(String bearer, String more) {
    var asked =
        client.get(
            "/user/identities/authorize?provider=company&skip_http_redirect=true" + more, bearer);
    return asked.text("url").substring("http://localhost:8000/auth/v1".length());
  }

  static String session(String email) {
    return client.signIn(email, installation.newUser(email)).text("access_token");
  }

  static AuthClient.Answer exchange(Map<String, String> brought, String verifier) {
    return client.post(
        "/token?grant_type=pkce",
        Map.of("auth_code", requireNonNull(brought.get("code")), "code_verifier", verifier),
        null);
  }

  static AuthClient.Answer idToken(Map<String, String> body) {
    return client.post("/token?grant_type=id_token", body, null);
  }

  static List<String> providers(AuthClient.Answer user) {
    List<String> names = new ArrayList<>();
    user.body().path("identities").forEach(one -> names.add(one.path("provider").asText()));
    return names;
  }

  static String stranger() {
    return "person" + ++people + "@example.com";
  }

  static String invited() throws SQLException {
    String email = stranger();
    try (var connection = installation.database().superuser();
        var insert =
            connection.prepareStatement(
                "insert into auth.invited_address values (?, timestamptz '2100-01-01')")) {
      insert.setString(1, email);
      insert.executeUpdate();
    }
    return email;
  }

  static Map<String, Object> person(String email) {
    return Map.of(
        "sub",
        "subject of " + email,
        "name",
        "Somebody",
        "email",
        email.toUpperCase(Locale.ROOT),
        "email_verified",
        true);
  }

  static Map<String, Object> claims(String email, @Nullable String nonce) {
    Map<String, Object> claims = new HashMap<>(person(email));
    claims.put("nonce", nonce);
    return claims;
  }

  static JsonNode claims(String token) {
    try {
      return ContractJson.mapper()
          .readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  static String challenge() {
    String value = Base64.getUrlEncoder().withoutPadding().encodeToString(digest(VERIFIER));
    return "code_challenge=" + value + "&code_challenge_method=s256";
  }

  static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
