package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import io.rickyard.auth.doubles.IssuerDouble;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is made of a provider's answer, most of all of one that is not as it should be. */
class ProviderAnswerIT extends PeopleOfProviders {

  @Test
  void stateIsGoodOnce() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    var person = person(invited());
    browser.comeBack(company.letIn(page, person));

    // when
    var again = browser.comeBack(company.letIn(page, person));

    // then
    assertRefused(again, "invalid_request", "bad_oauth_state");
  }

  @Test
  void stateIsTooOldAfterTenMinutes() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    TestClock.CLOCK.advance(Duration.ofMinutes(11));

    // when
    var late = browser.comeBack(company.letIn(page, person(invited())));

    // then
    assertRefused(late, "invalid_request", "bad_oauth_state");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "code=x",
        "code=x&state=",
        "code=x&state=rkq_0000000000000000000000000000000000000000",
        "code=x&state=rkf_0000000000000000000000000000000000000000",
      })
  void answerWithoutAStateOfOursIsRefused(String query) {
    assertRefused(new FlowBrowser(client).comeBack(query), "invalid_request", "bad_oauth_state");
  }

  /** Login CSRF: somebody's own answer, followed by another one's browser. */
  @Test
  void answerIsForTheBrowserThatSetOut() throws SQLException {
    // given
    var attacker = new FlowBrowser(client);
    var victim = new FlowBrowser(client);
    victim.begin("/authorize?provider=company");
    String answer = company.letIn(attacker.begin("/authorize?provider=company"), person(invited()));

    // when
    var back = victim.comeBack(answer);

    // then
    assertRefused(back, "invalid_request", "bad_oauth_state");
    assertRefused(attacker.comeBack(answer), "invalid_request", "bad_oauth_state");
  }

  @Test
  void browserInTwoTabsComesBackInBoth() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var person = person(invited());
    var one = browser.begin("/authorize?provider=company");
    var two = browser.begin("/authorize?provider=company");

    // when
    var first = browser.comeBack(company.letIn(one, person));
    var second = browser.comeBack(company.letIn(two, person));

    // then
    assertThat(FlowBrowser.brought(first)).containsKey("access_token");
    assertThat(FlowBrowser.brought(second)).containsKey("access_token");
  }

  /** Mix-up: what one issuer answered is brought as another one's. */
  @Test
  void answerOfAnotherIssuerIsNotShownToThisOne() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String foreign = other.letIn(page, person(invited()));

    // when
    var back = browser.comeBack(foreign);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void issuerThatSaysItNamesItselfHasTo() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company");
    String unnamed = company.letIn(page, person(invited())).replaceFirst("&?iss=[^&]*", "");

    // when
    var back = browser.comeBack(unnamed);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void codeOfAnotherFlowDoesNotFit() throws SQLException {
    // given
    var browser = new FlowBrowser(client);
    var mine = browser.begin("/authorize?provider=company");
    var attackers = new FlowBrowser(client).begin("/authorize?provider=company");
    String injected =
        company
            .letIn(attackers, person(invited()))
            .replaceFirst("state=[^&]*", "state=" + company.asked(mine).get("state"));

    // when
    var back = browser.comeBack(injected);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  static Stream<Arguments> badTokens() {
    var now = TestClock.CLOCK;
    return Stream.of(
        Arguments.of("nonce", change(b -> b.claim("nonce", "another"))),
        Arguments.of("no nonce", change(b -> b.claim("nonce", null))),
        Arguments.of("issuer", change(b -> b.issuer("https://issuer.example"))),
        Arguments.of("audience", change(b -> b.audience("another client"))),
        Arguments.of(
            "many audiences", change(b -> b.audience(List.of(IssuerDouble.CLIENT, "another")))),
        Arguments.of("party", change(b -> b.claim("azp", "another client"))),
        Arguments.of(
            "expired", change(b -> b.expirationTime(Date.from(now.instant().minusSeconds(61))))),
        Arguments.of(
            "issued later", change(b -> b.issueTime(Date.from(now.instant().plusSeconds(120))))),
        Arguments.of("not issued", change(b -> b.issueTime(null))),
        Arguments.of("subject", change(b -> b.subject("somebody else"))),
        Arguments.of("no subject", change(b -> b.subject(null))),
        Arguments.of("access token", change(b -> b.claim("at_hash", "bm90IHRoZSBoYXNo"))));
  }

  private static UnaryOperator<JWTClaimsSet.Builder> change(
      UnaryOperator<JWTClaimsSet.Builder> change) {
    return change;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("badTokens")
  void tokenThatIsNotAsItShouldBeProvesNothing(
      String what, UnaryOperator<JWTClaimsSet.Builder> change) throws SQLException {
    // given
    company.changes(change);

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @Test
  void tokenSignedByAForeignKeyProvesNothing() throws SQLException {
    // given
    company.signsWithAnotherKey();

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "400|application/json|{\"error\":\"invalid_grant\"}|access_denied|bad_oauth_callback",
        "200|application/json|{\"access_token\":\"a\"}|access_denied|bad_oauth_callback",
        "500|text/html|<p>sorry|server_error|unexpected_failure",
        "200|text/html|<p>hello|server_error|unexpected_failure",
        "302|text/plain|elsewhere|server_error|unexpected_failure",
      })
  void providerThatAnswersWronglyIsSaidToDoSo(
      int status, String type, String body, String error, String code) throws SQLException {
    // given
    company.answersInsteadOfTokens(status, type, body);

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, error, code);
  }

  @Test
  void hugeAnswerIsNotRead() throws SQLException {
    // given
    String filler = "a".repeat(300_000);
    company.answersInsteadOfTokens(200, "application/json", "{\"filler\":\"" + filler + "\"}");

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "server_error", "unexpected_failure");
  }

  @Test
  void answerThatTricklesIsGivenUp() throws SQLException {
    // given
    company.trickles();
    long begun = System.nanoTime();

    // when
    var back = travel(company, "company", person(invited()));

    // then
    assertRefused(back, "server_error", "unexpected_failure");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void refusalOfTheProviderIsHandedOn() {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=company&" + challenge());
    String state = "&state=" + company.asked(page).get("state");

    // when
    var back = browser.comeBack("error=access_denied&error_description=No%0D%0Athanks" + state);

    // then
    assertThat(back.getRawQuery()).contains("error=access_denied");
    assertThat(back.getRawFragment()).contains("error=access_denied");
    assertThat(FlowBrowser.brought(back))
        .containsEntry("error_code", "bad_oauth_callback")
        .containsEntry("error_description", "No  thanks");
  }

  @Test
  void gitHubsRefusalUnderAGoodStatusIsOne() {
    // given
    var browser = new FlowBrowser(client);
    var page = browser.begin("/authorize?provider=github");
    String answer = gitHub.letIn(page, "{}", "[]").replaceFirst("code=", "code=x");

    // when
    var back = browser.comeBack(answer);

    // then
    assertRefused(back, "access_denied", "bad_oauth_callback");
  }
}
