package io.rickyard.auth.factor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TotpTest {

  /** The secret of RFC 6238, appendix B. */
  private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

  private static final Instant NOW = Instant.ofEpochSecond(1111111109L);

  @ParameterizedTest
  @CsvSource({
    "59,287082",
    "1111111109,081804",
    "1111111111,050471",
    "1234567890,005924",
    "2000000000,279037",
    "20000000000,353130"
  })
  void codesAreThoseOfTheStandard(long second, String code) {
    assertThat(Totp.code(SECRET, Instant.ofEpochSecond(second))).isEqualTo(code);
  }

  @Test
  void codeIsGoodAStepEarlyAndAStepLateAndNoMore() {
    // given
    String code = Totp.code(SECRET, NOW);

    // then
    assertThat(Totp.step(SECRET, code, NOW.plusSeconds(30), 0)).isPresent();
    assertThat(Totp.step(SECRET, code, NOW.minusSeconds(30), 0)).isPresent();
    assertThat(Totp.step(SECRET, code, NOW.plusSeconds(60), 0)).isEmpty();
    assertThat(Totp.step(SECRET, code, NOW.minusSeconds(60), 0)).isEmpty();
  }

  @Test
  void codeIsGoodOnce() {
    // given
    String code = Totp.code(SECRET, NOW);
    long step = Totp.step(SECRET, code, NOW, 0).orElseThrow();

    // then
    assertThat(Totp.step(SECRET, code, NOW, step)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, NOW.minusSeconds(30)), NOW, step)).isEmpty();
    assertThat(Totp.step(SECRET, Totp.code(SECRET, NOW.plusSeconds(30)), NOW, step)).isPresent();
  }

  @Test
  void appReadsTheSecretInBase32() {
    // when
    String uri = Totp.uri(SECRET, "Rickyard & co", "ada@example.com");

    // then
    assertThat(Totp.base32(SECRET)).isEqualTo("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    assertThat(uri)
        .startsWith("otpauth://totp/Rickyard%20%26%20co:ada%40example.com?")
        .contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "issuer=Rickyard%20%26%20co");
  }
}
