package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
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

  private record User(@Nullable List<FactorView> factors) {}

  private record Challenge(String id) {}
}
