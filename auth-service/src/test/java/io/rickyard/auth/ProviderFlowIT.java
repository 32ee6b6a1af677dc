package io.rickyard.auth;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.doubles.IssuerDouble;
import java.net.http.HttpRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way to a provider and back again. */
class ProviderFlowIT extends PeopleOfProviders {

  @Test
  void settingsTellWhichProvidersAreOnAndNoSecret() {
    // when
    var settings = client.get("/settings", null);

    // then
    assertThat(settings.body().path("external").path("company").asBoolean()).isTrue();
    assertThat(settings.body().path("external").path("github").asBoolean()).isTrue();
    assertThat(settings.body().path("external").path("google").asBoolean(true)).isFalse();
    assertThat(settings.body().path("providers").toString())
        .contains("{\"name\":\"company\",\"display_name\":\"The Company\"}");
    assertThat(settings.response().body()).doesNotContain(IssuerDouble.SECRET, "secret of the app");
  }

  @Test
  void providerIsAskedForWhatBindsItsAnswer() {
    // when
    var page =
        new FlowBrowser(client)
            .begin("/authorize?provider=company&scopes=groups%20email&prompt=login&state=mine");

    // then
    var asked = company.asked(page);
    assertThat(page.toString()).startsWith(company.url() + "/auth?tenant=one&");
    assertThat(asked)
        .containsEntry("response_type", "code")
        .containsEntry("client_id", IssuerDouble.CLIENT)
        .containsEntry("redirect_uri", "http://localhost:8000/auth/v1/callback")
        .containsEntry("scope", "openid email profile groups")
        .containsEntry("prompt", "login")
        .containsEntry("code_challenge_method", "S256");
    assertThat(asked.get("state")).matches("rkq_[0-9a-f]{40}");
    assertThat(asked.get("nonce")).hasSize(43).isNotEqualTo(asked.get("code_challenge"));
  }

  @Test
  void flowWithAChallengeReturnsWithACodeForItsVerifier() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page =
        browser.begin(
            "/authorize?provider=company&"
                + challenge()
                + "&redirect_to="
                + FlowBrowser.encoded("https://app.example.com/team/in?tab=1"));

    // when
    var back = browser.comeBack(company.letIn(page, person(invited())));

    // then
    var brought = FlowBrowser.brought(back);
    assertThat(back.toString()).startsWith("https://app.example.com/team/in?tab=1&code=rkf_");
    assertThat(back.getRawFragment()).isNull();
    assertThat(exchange(brought, VERIFIER).status()).isEqualTo(200);
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("flow_state_not_found");
  }

  @Test
  void codeIsWorthNothingWithoutItsVerifier() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company&" + challenge());
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(invited()))));

    // when
    var stolen = exchange(brought, "w".repeat(50));

    // then
    assertThat(stolen.text("error_code")).isEqualTo("bad_code_verifier");
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("flow_state_not_found");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code_challenge=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv",
        "code_challenge_method=s256",
        "code_challenge=short&code_challenge_method=s256",
        "code_challenge=vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv&code_challenge_method=none",
      })
  void halfAChallengeIsRefusedAndNotForgotten(String half) {
    // when
    var refused = new FlowBrowser(client).open("/authorize?provider=company&" + half);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("error_code")).isEqualTo("validation_failed");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://localhost:8000.evil.example/",
        "//evil.example",
        "javascript:alert(1)",
        "https://app.example.com/team/../other",
      })
  void nobodyIsLedToAForeignPage(String evil) throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page =
        browser.begin("/authorize?provider=company&redirect_to=" + FlowBrowser.encoded(evil));

    // when
    var back = browser.comeBack(company.letIn(page, person(invited())));

    // then
    assertThat(back.toString()).startsWith(FlowBrowser.HOME + "#access_token=");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "provider=", "provider=google", "provider=Company"})
  void providerThatIsNotOnIsRefused(String query) {
    // when
    var refused = new FlowBrowser(client).open("/authorize?" + query);

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("msg")).isEqualTo("Unsupported provider: provider is not enabled");
  }

  @Test
  void answerThatComesAsAFormIsLedToThePage() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String answer = company.letIn(page, person(invited()));

    // when
    var form =
        client.send(
            client
                .request("/callback", null)
                .header("content-type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(answer)));

    // then
    assertThat(form.status()).isEqualTo(303);
    assertThat(form.header("location"))
        .isEqualTo("http://localhost:8000/auth/v1/callback?" + answer);
    assertThat(FlowBrowser.brought(browser.comeBack(answer))).containsKey("access_token");
  }

  @Test
  void whoAsksForTheAddressGetsOursWhichBindsTheBrowser() throws SQLException {
    // given
    var asked =
        client.get(
            "/authorize?provider=company&skip_http_redirect=true&prompt=login&" + challenge(),
            null);

    // when
    var browser = new FlowBrowser(client);
    var page = browser.begin(asked.text("url").substring("http://localhost:8000/auth/v1".length()));

    // then
    assertThat(asked.header("set-cookie")).isNull();
    assertThat(company.asked(page)).containsEntry("prompt", "login");
    assertThat(FlowBrowser.brought(browser.comeBack(company.letIn(page, person(invited())))))
        .containsKey("code");
  }

  @Test
  void databaseAloneCompletesNoWay() throws SQLException {
    // given
    var page = new FlowBrowser(client).begin("/authorize?provider=company");
    var asked = company.asked(page);

    // when
    List<String> rows = new ArrayList<>();
    try (var connection = installation.database().superuser();
        var select = connection.prepareStatement("select f::text from auth.provider_flow f");
        var found = select.executeQuery()) {
      while (found.next()) {
        rows.add(found.getString(1));
      }
    }

    // then
    assertThat(rows).isNotEmpty();
    assertThat(String.join(" ", rows))
        .doesNotContain(
            requireNonNull(asked.get("state")).substring(4), requireNonNull(asked.get("nonce")));
  }
}
