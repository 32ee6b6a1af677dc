package io.rickyard.org.hook;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.org.hook.SignatureCheck.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignatureCheckTest {

  /** The example of GitHub's documentation. */
  private static final HookSecret GITHUB_SECRET = new HookSecret("It's a Secret to Everybody");

  private static final String GITHUB_SIGNATURE =
      "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17";

  /** The example of the Standard Webhooks libraries. */
  private static final HookSecret STANDARD_SECRET =
      new HookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");

  private static final Instant SIGNED_AT = Instant.ofEpochSecond(1614265330);
  private static final String STANDARD_SIGNATURE =
      "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
  private static final String STANDARD_BODY = "{\"test\": 2432232314}";

  @Test
  void githubsOwnExampleIsGenuine() {
    // when
    var verdict = github(GITHUB_SIGNATURE, "Hello, World!", GITHUB_SECRET);

    // then
    assertThat(verdict).isEqualTo(new Verdict.Genuine("guid-1", false, "push"));
  }

  @ParameterizedTest
  @CsvSource({
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e18",
    "sha256=757107ea",
    "sha1=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    "757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
    "sha256=",
    "''"
  })
  void githubSignatureThatDoesNotFitIsDoubtful(String signature) {
    // when
    var verdict = github(signature, "Hello, World!", GITHUB_SECRET);

    // then
    assertThat(verdict).isInstanceOf(Verdict.Doubtful.class);
  }

  @Test
  void changedBodyIsDoubtful() {
    // when
    var verdict = github(GITHUB_SIGNATURE, "Hello, World?", GITHUB_SECRET);

    // then
    assertThat(verdict).isInstanceOf(Verdict.Doubtful.class);
  }

  @Test
  void secretBeforeTheRotationStillFits() {
    // when
    var verdict = github(GITHUB_SIGNATURE, "Hello, World!", new HookSecret("new"), GITHUB_SECRET);

    // then
    assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
  }

  @Test
  void standardWebhooksOwnExampleIsGenuine() {
    // when
    var verdict = standard(STANDARD_SIGNATURE, STANDARD_BODY, SIGNED_AT);

    // then
    assertThat(verdict).isEqualTo(new Verdict.Genuine("msg_p5jXN8AQM9LWM0D4loKWxJek", true, ""));
  }

  @Test
  void oneOfSeveralStandardSignaturesIsEnough() {
    // when
    var verdict =
        standard(
            "v1,AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= v1a,xyz " + STANDARD_SIGNATURE,
            STANDARD_BODY,
            SIGNED_AT);

    // then
    assertThat(verdict).isInstanceOf(Verdict.Genuine.class);
  }

  @ParameterizedTest
  @CsvSource({"PT5M, true", "-PT5M, true", "PT5M1S, false", "-PT5M1S, false", "P1D, false"})
  void standardTimestampMayBeFiveMinutesAway(Duration away, boolean genuine) {
    // when
    var verdict = standard(STANDARD_SIGNATURE, STANDARD_BODY, SIGNED_AT.plus(away));

    // then
    assertThat(verdict instanceof Verdict.Genuine).isEqualTo(genuine);
  }

  @Test
  void standardSignatureCoversIdAndTime() {
    // given
    var headers = standardHeaders(STANDARD_SIGNATURE);
    headers.put("webhook-id", "msg_other");

    // when
    var verdict =
        SignatureCheck.check(
            HookProvider.STANDARD,
            List.of(STANDARD_SECRET),
            new InboundRequest(headers, STANDARD_BODY.getBytes(UTF_8), null),
            SIGNED_AT);

    // then
    assertThat(verdict).isInstanceOf(Verdict.Doubtful.class);
  }

  @ParameterizedTest
  @CsvSource({"right, true", "wrong, false", "'', false", "righ, false"})
  void gitlabTokenIsComparedWhole(String token, boolean genuine) {
    // when
    var verdict =
        SignatureCheck.check(
            HookProvider.GITLAB,
            List.of(new HookSecret("right")),
            new InboundRequest(
                Map.of("x-gitlab-token", token, "x-gitlab-event-uuid", "uuid-1"),
                new byte[0],
                null),
            SIGNED_AT);

    // then
    assertThat(verdict instanceof Verdict.Genuine).isEqualTo(genuine);
  }

  @Test
  void gitlabDeliveryIsKnownByItsIdempotencyKeyFirst() {
    // when
    var verdict =
        SignatureCheck.check(
            HookProvider.GITLAB,
            List.of(new HookSecret("right")),
            new InboundRequest(
                Map.of(
                    "x-gitlab-token", "right",
                    "x-gitlab-event", "Push Hook",
                    "x-gitlab-event-uuid", "uuid-1",
                    "idempotency-key", "idem-1"),
                new byte[0],
                null),
            SIGNED_AT);

    // then
    assertThat(verdict).isEqualTo(new Verdict.Genuine("idem-1", true, "Push Hook"));
  }

  private static Verdict github(String signature, String body, HookSecret... secrets) {
    return SignatureCheck.check(
        HookProvider.GITHUB,
        List.of(secrets),
        new InboundRequest(
            Map.of(
                "x-hub-signature-256", signature,
                "x-github-delivery", "guid-1",
                "x-github-event", "push"),
            body.getBytes(UTF_8),
            null),
        SIGNED_AT);
  }

  private static Verdict standard(String signature, String body, Instant now) {
    return SignatureCheck.check(
        HookProvider.STANDARD,
        List.of(STANDARD_SECRET),
        new InboundRequest(standardHeaders(signature), body.getBytes(UTF_8), null),
        now);
  }

  private static Map<String, String> standardHeaders(String signature) {
    return new HashMap<>(
        Map.of(
            "webhook-id", "msg_p5jXN8AQM9LWM0D4loKWxJek",
            "webhook-timestamp", "1614265330",
            "webhook-signature", signature));
  }
}
