package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities at providers that somebody links to their account, and unlinks. */
class IdentityLinkIT extends PeopleOfProviders {

  @Test
  void identityIsLinkedAndUnlinkedAgain() {
    // given
    String email = stranger();
    String bearer = session(email);
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(stranger()))));

    // then
    var user = client.get("/user", brought.get("access_token"));
    assertThat(user.text("email")).isEqualTo(email);
    assertThat(providers(user)).containsExactly("email", "company");
    String identity = user.body().path("identities").path(1).path("identity_id").asText();
    assertThat(client.delete("/user/identities/" + identity, bearer).status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email");
    assertThat(client.delete("/user/identities/" + identity, bearer).text("error_code"))
        .isEqualTo("identity_not_found");
  }

  @Test
  void lastIdentityStays() {
    // given
    String bearer = session(stranger());
    String id = client.get("/user", bearer).text("id");

    // when
    var refused = client.delete("/user/identities/" + id, bearer);

    // then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("error_code")).isEqualTo("single_identity_not_deletable");
  }

  @Test
  void addressIsUnlinkedWithItsPassword() {
    // given
    String email = stranger();
    String password = installation.newUser(email);
    String bearer = signIn(company, "company", person(email));
    String id = client.get("/user", bearer).text("id");

    // when
    var done = client.delete("/user/identities/" + id, bearer);

    // then
    assertThat(done.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("company");
    assertThat(client.signIn(email, password).status()).isEqualTo(400);
  }

  @Test
  void nobodyUnlinksSomebodyElsesIdentity() throws SQLException {
    // given
    String theirs =
        client
            .get("/user", signIn(company, "company", person(invited())))
            .body()
            .path("identities")
            .path(0)
            .path("identity_id")
            .asText();

    // when
    var refused = client.delete("/user/identities/" + theirs, session(stranger()));

    // then
    assertThat(refused.text("error_code")).isEqualTo("identity_not_found");
  }

  @Test
  void identityThatOpensAnotherAccountIsNotLinked() throws SQLException {
    // given
    String email = invited();
    signIn(company, "company", person(email));
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(session(stranger()), ""));

    // when
    var back = browser.comeBack(company.letIn(page, person(email)));

    // then
    assertRefused(back, "access_denied", "identity_already_exists");
  }

  /** Somebody is lured to link theirs to another one's account. */
  @Test
  void identityIsLinkedOnlyWhenTheVerifierIsShown() throws SQLException {
    // given
    String attacker = session(stranger());
    String victims = invited();
    var victim = new FlowBrowser(client);
    var page = victim.begin(linkingAddress(attacker, "&" + challenge()));

    // when
    var brought = FlowBrowser.brought(victim.comeBack(company.letIn(page, person(victims))));

    // then
    assertThat(brought).containsKey("code");
    assertThat(providers(client.get("/user", attacker))).containsExactly("email");
    assertThat(client.get("/user", signIn(company, "company", person(victims))).text("email"))
        .isEqualTo(victims);
    assertThat(exchange(brought, VERIFIER).text("error_code")).isEqualTo("identity_already_exists");
  }

  @Test
  void pageWithAVerifierLinks() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, "&" + challenge()));
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(stranger()))));

    // when
    var session = exchange(brought, VERIFIER);

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
  }

  @Test
  void wayThatWasBegunForABrowserIsTakenByOne() {
    // given
    String address = linkingAddress(session(stranger()), "");
    new FlowBrowser(client).begin(address);

    // when
    var second = new FlowBrowser(client).open(address);

    // then
    assertThat(second.text("error_code")).isEqualTo("bad_oauth_state");
  }

  @Test
  void nothingIsLinkedOnceTheSessionHasEnded() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));
    client.post("/logout", "", bearer);

    // when
    var back = browser.comeBack(company.letIn(page, person(stranger())));

    // then
    assertRefused(back, "access_denied", "session_not_found");
  }

  @Test
  void gatewaysPageGoesOnWithTheSessionThatItHas() {
    // given
    String bearer = session(stranger());
    var browser = new FlowBrowser(client);
    var asked =
        browser.open(
            "/user/identities/authorize?provider=company&quiet=true&skip_http_redirect=true",
            bearer);

    // when
    var back = browser.comeBack(company.letIn(URI.create(asked.text("url")), person(stranger())));

    // then
    assertThat(FlowBrowser.brought(back)).containsOnlyKeys("message");
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
  }

  @Test
  void whoeverIsNotSignedInLinksNothing() {
    assertThat(client.get("/user/identities/authorize?provider=company", null).status())
        .isEqualTo(401);
    assertThat(client.delete("/user/identities/" + UUID.randomUUID(), null).status())
        .isEqualTo(401);
  }

  @Test
  void ofTwoWhoUnlinkTheLastTwoAtOnceOneIsRefused() throws Exception {
    // given
    String email = stranger();
    installation.newUser(email);
    String bearer = signIn(company, "company", person(email));
    List<Callable<AuthClient.Answer>> both = new ArrayList<>();
    for (JsonNode identity : client.get("/user", bearer).body().path("identities")) {
      String path = "/user/identities/" + identity.path("identity_id").asText();
      both.add(() -> client.delete(path, bearer));
    }

    // when
    List<Integer> answers = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      threads.invokeAll(both).forEach(answer -> answers.add(answer.resultNow().status()));
    }

    // then
    assertThat(answers).containsExactlyInAnyOrder(200, 422);
    assertThat(providers(client.get("/user", bearer))).hasSize(1);
  }

  @Test
  void personWithoutAnAddressGetsTheVerifiedOneWithTheIdentity() {
    // given
    var anonymous = client.post("/signup", Map.of(), null);
    String bearer = anonymous.text("access_token");
    String email = stranger();
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var brought = FlowBrowser.brought(browser.comeBack(company.letIn(page, person(email))));

    // then
    var user = client.get("/user", brought.get("access_token"));
    assertThat(user.text("id")).isEqualTo(anonymous.body().path("user").path("id").asText());
    assertThat(user.text("email")).isEqualTo(email);
    assertThat(user.body().path("is_anonymous").asBoolean(true)).isFalse();
    assertThat(providers(user)).containsExactly("company");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void personWithoutAnAddressGetsNoneThatIsUnprovenOrTaken(boolean proven) {
    // given
    String bearer = client.post("/signup", Map.of(), null).text("access_token");
    String email = stranger();
    installation.newUser(email);
    Map<String, Object> person = new HashMap<>(person(email));
    person.put("email_verified", proven);
    var browser = new FlowBrowser(client);
    var page = browser.begin(linkingAddress(bearer, ""));

    // when
    var back = browser.comeBack(company.letIn(page, person));

    // then
    assertRefused(
        back,
        "access_denied",
        proven ? "identity_already_exists" : "provider_email_needs_verification");
    assertThat(client.get("/user", bearer).body().path("is_anonymous").asBoolean()).isTrue();
  }

  @Test
  void programLinksWithAnIdToken() {
    // given
    String bearer = session(stranger());
    String token = company.idToken(claims(stranger(), null));
    Map<String, Object> body =
        Map.of("provider", "company", "id_token", token, "link_identity", true);

    // when
    var nobody = client.post("/token?grant_type=id_token", body, null);
    var linked = client.post("/token?grant_type=id_token", body, bearer);

    // then
    assertThat(nobody.status()).isEqualTo(401);
    assertThat(linked.status()).isEqualTo(200);
    assertThat(providers(client.get("/user", bearer))).containsExactly("email", "company");
  }
}
