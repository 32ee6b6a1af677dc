package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.doubles.IssuerDouble;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Providers where sign-up is open, nobody links by themselves, and one provider is away. */
class ProviderPolicyIT {

  private static IssuerDouble company;
  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    company = new IssuerDouble(TestClock.CLOCK);
    Map<String, Object> settings = new HashMap<>(company.settings("company"));
    settings.put("rickyard.auth.providers.company.kind", "oidc");
    settings.put("rickyard.auth.providers.away.kind", "oidc");
    settings.put("rickyard.auth.providers.away.issuer", "http://127.0.0.1:9");
    settings.put("rickyard.auth.providers.away.client-id", "client");
    settings.put("rickyard.auth.providers.away.client-secret", "secret");
    settings.put("rickyard.auth.sign-up.open", "true");
    settings.put("rickyard.auth.manual-linking", "false");
    installation = new TestInstallation(settings);
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
    company.close();
  }

  @Test
  void everybodyMakesAnAccountWhereSignUpIsOpen() {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    Map<String, Object> person =
        Map.of("sub", "s", "email", "somebody@example.com", "email_verified", true);

    // when
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person)));

    // then
    assertThat(client.get("/user", brought.get("access_token")).text("email"))
        .isEqualTo("somebody@example.com");
  }

  @Test
  void nobodyLinksOrUnlinks() {
    // given
    String bearer = installation.signedIn().text("access_token");
    String id = client.get("/user", bearer).text("id");

    // when
    var link = client.get("/user/identities/authorize?provider=company", bearer);
    var unlink = client.delete("/user/identities/" + id, bearer);

    // then
    assertThat(link.status()).isEqualTo(404);
    assertThat(link.text("error_code")).isEqualTo("manual_linking_disabled");
    assertThat(unlink.text("error_code")).isEqualTo("manual_linking_disabled");
  }

  @Test
  void providerThatIsAwayIsSaidToBeSoon() {
    // given
    long begun = System.nanoTime();

    // when
    var refused = new FlowBrowser(client).open("/authorize?provider=away");

    // then
    assertThat(refused.status()).isEqualTo(500);
    assertThat(refused.text("error_code")).isEqualTo("unexpected_failure");
    assertThat(refused.text("msg")).contains("127.0.0.1").doesNotContain("secret");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void cookieOfTheWayIsForBrowsersAndNoScript() {
    // when
    var answer = new FlowBrowser(client).open("/authorize?provider=company");

    // then
    assertThat(answer.header("set-cookie"))
        .matches("rickyard-provider-flow=rkb_[0-9a-f]{40};.*")
        .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Max-Age=600")
        .doesNotContain("Secure");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
  }
}
