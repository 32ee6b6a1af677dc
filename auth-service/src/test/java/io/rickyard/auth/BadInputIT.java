package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.rickyard.auth.key.KeyRing;
import io.rickyard.testing.Forgeries;
import java.security.KeyPair;
import java.text.ParseException;
import java.time.Duration;
import java.util.Date;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is refused, and with which words. */
class BadInputIT {

  private static TestInstallation installation;
  private static AuthClient client;
  private static KeyRing keys;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
    keys = installation.service().context().getBean(KeyRing.class);
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  /** Ways to forge or spoil an access token. */
  enum Forgery {
    ALGORITHM_NONE {
      @Override
      String token(JWTClaimsSet good) {
        return new PlainJWT(good).serialize();
      }
    },
    PUBLIC_KEY_AS_HMAC_SECRET {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        var header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(keys.current().id()).build();
        var jwt = new SignedJWT(header, good);
        jwt.sign(new MACSigner(keys.current().publicKey().getEncoded()));
        return jwt.serialize();
      }
    },
    FOREIGN_KEY_UNDER_OUR_ID {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        var key = new ECKeyGenerator(Curve.P_256).generate();
        return signed(good, keys.current().id(), new ECDSASigner(key));
      }
    },
    UNKNOWN_KEY {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return signed(good, "elsewhere", new ECDSASigner(keys.current().privateKey()));
      }
    },
    FOREIGN_AUDIENCE {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return ours(new JWTClaimsSet.Builder(good).audience("rickyard.internal").build());
      }
    },
    FOREIGN_ISSUER {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return ours(new JWTClaimsSet.Builder(good).issuer("https://evil.example/auth/v1").build());
      }
    },
    WITHOUT_END {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return ours(new JWTClaimsSet.Builder(good).expirationTime(null).build());
      }
    },
    WITHOUT_SESSION {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return ours(new JWTClaimsSet.Builder(good).claim("session_id", null).build());
      }
    },
    SESSION_THAT_IS_NONE {
      @Override
      String token(JWTClaimsSet good) throws JOSEException {
        return ours(new JWTClaimsSet.Builder(good).claim("session_id", "' or 1=1 --").build());
      }
    },
    NOT_A_TOKEN {
      @Override
      String token(JWTClaimsSet good) {
        return "a.b.c";
      }
    };

    abstract String token(JWTClaimsSet good) throws JOSEException;
  }

  @ParameterizedTest
  @EnumSource(Forgery.class)
  void forgedAccessTokenProvesNothing(Forgery forgery) throws JOSEException, ParseException {
    // given
    var good = SignedJWT.parse(installation.signedIn().text("access_token")).getJWTClaimsSet();
    String forged = forgery.token(good);

    // when
    var exchanged = client.exchange(forged);

    // then
    assertThat(exchanged.status()).isEqualTo(401);
    assertThat(exchanged.text("code")).isEqualTo("invalid_token");
    assertThat(client.get("/user", forged).status()).isEqualTo(403);
    assertThat(client.get("/user", forged).text("error_code")).isEqualTo("bad_jwt");
  }

  @Test
  void everyForgeryOfAnAccessTokenIsRefused() throws ParseException {
    // given
    var good = SignedJWT.parse(installation.signedIn().text("access_token")).getJWTClaimsSet();
    var claims =
        new Forgeries.Claims(
            good.getIssuer(),
            "authenticated",
            good.getSubject(),
            ",\"session_id\":\"" + good.getClaim("session_id") + "\"");

    // then
    forgeries(claims)
        .forEach((name, token) ->
            assertThat(client.exchange(token).status())
                .as(name)
                .isEqualTo(name.equals("good") ? 200 : 401));
  }

  @Test
  void everyForgeryOfAnInternalTokenIsRefused() throws ParseException {
    // given
    var good =
        SignedJWT.parse(client.internal(installation.signedIn().text("access_token")))
            .getJWTClaimsSet();
    var claims =
        new Forgeries.Claims(
            "rickyard",
            "rickyard.internal",
            good.getSubject(),
            ",\"kind\":\"session\",\"sid\":\"" + good.getClaim("sid") + "\"");

    // then
    forgeries(claims)
        .forEach((name, token) -> {
          assertThat(client.get("/internal/access-tokens", token).status())
              .as(name)
              .isEqualTo(name.equals("good") ? 200 : 401);
          assertThat(client.exchange(token).status()).as(name + " from outside").isEqualTo(401);
        });
  }

  private static Map<String, String> forgeries(Forgeries.Claims claims) {
    var key = keys.current();
    return Forgeries.of(
        new KeyPair(key.publicKey(), key.privateKey()),
        key.id(),
        claims,
        TestClock.CLOCK.instant());
  }

  @Test
  void expiredAccessTokenIsSaidToBeExpired() {
    // given
    String token = installation.signedIn().text("access_token");
    TestClock.CLOCK.advance(Duration.ofMinutes(61));

    // when
    var exchanged = client.exchange(token);

    // then
    assertThat(exchanged.text("code")).isEqualTo("token_expired");
    assertThat(client.get("/user", token).text("error_code")).isEqualTo("bad_jwt");
  }

  @Test
  void userFacingTokenIsNoInternalOne() {
    // given
    String access = installation.signedIn().text("access_token");

    // when
    var refused = client.get("/internal/access-tokens", access);

    // then
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("code")).isEqualTo("not_signed_in");
  }

  @Test
  void internalTokenIsOverAfterAMinute() {
    // given
    String internal = client.internal(installation.signedIn().text("access_token"));
    TestClock.CLOCK.advance(Duration.ofSeconds(61));

    // when
    var refused = client.get("/internal/access-tokens", internal);

    // then
    assertThat(refused.status()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/token?grant_type=password | {\"email\":\"a@b.c\"                        | 400 | bad_json",
        "/token?grant_type=password | []                                          | 400 | bad_json",
        "/token?grant_type=password | {\"email\":5,\"password\":\"x\"}            | 400 | bad_json",
        "/token?grant_type=password | {\"email\":\"ada@example.com\"}             | 400 | validation_failed",
        "/token?grant_type=password | {\"email\":\"ada@example.com\",\"password\":\"wrong\"} | 400 | invalid_credentials",
        "/token?grant_type=password | {\"email\":\"nobody@example.com\",\"password\":\"wrong\"} | 400 | invalid_credentials",
        "/token?grant_type=password | {\"email\":\"' or 1=1 --\",\"password\":\"x\"} | 400 | invalid_credentials",
        "/token?grant_type=magic    | {}                                          | 400 | validation_failed",
        "/token                     | {}                                          | 400 | validation_failed",
        "/token?grant_type=refresh_token | {\"refresh_token\":\"abcdefghijkl\"}   | 400 | refresh_token_not_found",
        "/token?grant_type=refresh_token | {\"refresh_token\":\"'; drop table\"}  | 400 | refresh_token_not_found",
        "/verify                    | {\"type\":\"magiclink\",\"token_hash\":\"x\"} | 403 | otp_expired",
        "/signup                    | {\"email\":\"a@b.c\",\"password\":\"long enough\"} | 422 | signup_disabled",
        "/logout                    | {}                                          | 401 | no_authorization",
        "/admin/users               | {}                                          | 401 | no_authorization",
      })
  void badRequestIsRefusedInGoTruesForm(String path, String body, int status, String code) {
    // when
    var answer = client.post(path, body, null);

    // then
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.text("error_code")).isEqualTo(code);
    assertThat(answer.body().path("code").asInt()).isEqualTo(status);
    assertThat(answer.text("msg")).isNotBlank();
  }

  @Test
  void newerClientsGetTheNewerErrorForm() {
    // when
    var answer =
        client.send(
            client
                .with("POST", "/token?grant_type=password", "{", null)
                .header("X-Supabase-Api-Version", "2024-01-01"));

    // then
    assertThat(answer.header("X-Supabase-Api-Version")).isEqualTo("2024-01-01");
    assertThat(answer.text("code")).isEqualTo("bad_json");
    assertThat(answer.text("message")).isNotBlank();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "rks_",
        "sbp_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz",
        "sbp_0000000000000000000000000000000000000000",
        "rkc_0000000000000000000000000000000000000000"
      })
  void unknownTokenIsInvalid(String token) {
    // when
    var answer = client.exchange(token);

    // then
    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("code")).isEqualTo("invalid_token");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"token\":\"x\",\"more\":1} | unknown_field",
        "{\"token\":                  | invalid_request",
        "{}                           | invalid_request",
        "{\"token\":[]}               | invalid_request",
      })
  void badExchangeIsAProblem(String body, String code) {
    // when
    var answer = client.post("/internal/exchange", body, null);

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo(code);
  }

  @Test
  void wrongSecretKeyIsNoAdministrator() {
    assertThat(client.get("/admin/users", "sb_secret_guess").text("error_code"))
        .isEqualTo("not_admin");
  }

  @Test
  void weakAndTakenAreSaid() {
    // given
    String key = TestInstallation.SECRET_KEY;

    // when
    var weak = client.post("/admin/users", Map.of("email", "w@x.y", "password", "short"), key);
    var taken =
        client.post(
            "/admin/users", Map.of("email", "ADA@example.com", "password", "long enough"), key);

    // then
    assertThat(weak.text("error_code")).isEqualTo("weak_password");
    assertThat(weak.body().path("weak_password").path("reasons").get(0).asText())
        .isEqualTo("length");
    assertThat(taken.text("error_code")).isEqualTo("email_exists");
  }

  @Test
  void accountIsSlowedDownAfterFailuresWhetherItExistsOrNot() {
    for (String email : new String[] {"nobody-at-all@example.com", TestInstallation.EMAIL}) {
      // given
      TestClock.CLOCK.advance(Duration.ofHours(2));
      for (int i = 0; i < 5; i++) {
        client.signIn(email, "wrong");
      }

      // when
      var slowed = client.signIn(email, TestInstallation.PASSWORD);

      // then
      assertThat(slowed.status()).isEqualTo(429);
      assertThat(slowed.text("error_code")).isEqualTo("over_request_rate_limit");
      assertThat(slowed.header("retry-after")).isNotNull();
    }
    TestClock.CLOCK.advance(Duration.ofSeconds(2));
    assertThat(installation.signedIn().status()).isEqualTo(200);
  }

  private static String ours(JWTClaimsSet claims) throws JOSEException {
    return signed(claims, keys.current().id(), new ECDSASigner(keys.current().privateKey()));
  }

  private static String signed(JWTClaimsSet claims, String keyId, ECDSASigner signer)
      throws JOSEException {
    var later = Date.from(TestClock.CLOCK.instant().plusSeconds(600));
    var living =
        claims.getExpirationTime() == null
            ? claims
            : new JWTClaimsSet.Builder(claims).expirationTime(later).build();
    var jwt = new SignedJWT(new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(keyId).build(), living);
    jwt.sign(signer);
    return jwt.serialize();
  }
}
