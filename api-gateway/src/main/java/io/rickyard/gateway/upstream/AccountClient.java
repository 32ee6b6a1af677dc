package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The caller's own account, at auth-service. What it answers there holds new tokens; they stay
 * here, since the page has a cookie.
 */
@Singleton
public final class AccountClient {

  private static final Target USER = Target.of(Upstream.AUTH, "/user");
  private static final Target IDENTITIES = Target.of(Upstream.AUTH, "/user/identities");
  private static final Target FACTORS = Target.of(Upstream.AUTH, "/factors");

  private final InternalHttp http;

  AccountClient(InternalHttp http) {
    this.http = http;
  }

  /**
   * A second factor.
   *
   * @param id which one
   * @param friendlyName what it is called
   * @param status whether it counts
   */
  public record FactorView(String id, String friendlyName, String status) {
    /** Checks that nothing is missing. */
    public FactorView {
      requireNonNull(id, "id");
      requireNonNull(friendlyName, "friendly_name");
      requireNonNull(status, "status");
    }
  }

  /**
   * A second factor that was just made.
   *
   * @param id which one
   * @param friendlyName what it is called
   * @param totp what an app needs of it
   */
  public record Enrolled(String id, String friendlyName, Totp totp) {
    /** Checks that nothing is missing. */
    public Enrolled {
      requireNonNull(id, "id");
      requireNonNull(friendlyName, "friendly_name");
      requireNonNull(totp, "totp");
    }
  }

  /**
   * What an app needs.
   *
   * @param qrCode a picture, as SVG
   * @param secret the same in letters
   * @param uri the same as the picture says it
   */
  public record Totp(String qrCode, String secret, String uri) {
    /** Checks that nothing is missing. */
    public Totp {
      requireNonNull(qrCode, "qr_code");
      requireNonNull(secret, "secret");
      requireNonNull(uri, "uri");
    }

    @Override
    public String toString() {
      return "Totp[hidden]";
    }
  }

  /**
   * An account at a provider, or the address, which opens the account.
   *
   * @param identityId which one
   * @param provider at which provider; {@code email} for the address
   * @param email the address that is known there
   * @param createdAt since when it opens the account
   * @param lastSignInAt when it last did, where that is known
   */
  public record IdentityView(
      String identityId,
      String provider,
      @Nullable String email,
      Instant createdAt,
      @Nullable Instant lastSignInAt) {
    /** Checks that nothing required is missing. */
    public IdentityView {
      requireNonNull(identityId, "identity_id");
      requireNonNull(provider, "provider");
      requireNonNull(createdAt, "created_at");
    }
  }

  /** Second factors. */
  public List<FactorView> factors(Call call) {
    var factors = http.get(USER, call).as(User.class).factors();
    return factors == null ? List.of() : List.copyOf(factors);
  }

  /** Begins one. */
  public Enrolled enrol(String name, Call call) {
    var wanted = Map.of("factor_type", "totp", "friendly_name", name);
    return http.send("POST", FACTORS, wanted, call).as(Enrolled.class);
  }

  /** Shows a code of one. */
  public void verify(String id, String code, Call call) {
    var factor = FACTORS.segment(id);
    String challenge =
        http.send("POST", factor.segment("challenge"), null, call).as(Challenge.class).id();
    http.send(
        "POST", factor.segment("verify"), Map.of("challenge_id", challenge, "code", code), call);
  }

  /** Removes one. */
  public void remove(String id, Call call) {
    http.send("DELETE", FACTORS.segment(id), null, call);
  }

  /** Chooses another password. */
  public void password(String password, @Nullable String current, Call call) {
    Map<String, Object> change = new HashMap<>();
    change.put("password", password);
    if (current != null) {
      change.put("current_password", current);
    }
    http.send("PUT", USER, change, call);
  }

  /** The identities that open the account, the address itself among them. */
  public List<IdentityView> identities(Call call) {
    var identities = http.get(USER, call).as(User.class).identities();
    return identities == null ? List.of() : List.copyOf(identities);
  }

  /**
   * Begins a way that links an identity; its answer's cookie is for the browser that takes it.
   *
   * @param cookie what the browser sent of it
   */
  public Answer link(String provider, @Nullable String cookie, Call call) {
    var way =
        Target.of(Upstream.AUTH, "/user/identities/authorize")
            .with("provider", provider)
            .with("skip_http_redirect", true)
            .with("quiet", true);
    return http.get(way, cookie, call);
  }

  /** Lets an identity open the account no more. */
  public void unlink(String id, Call call) {
    http.send("DELETE", IDENTITIES.segment(id), null, call);
  }

  private record User(
      @Nullable List<FactorView> factors, @Nullable List<IdentityView> identities) {}

  private record Challenge(String id) {}
}
