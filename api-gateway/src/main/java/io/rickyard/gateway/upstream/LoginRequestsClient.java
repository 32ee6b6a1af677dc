package io.rickyard.gateway.upstream;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Programs that ask to act for somebody, at auth-service. */
@Singleton
public final class LoginRequestsClient {

  private static final Target LOGIN = Target.of(Upstream.AUTH, "/internal/login");
  private static final Target REQUESTS = LOGIN.segment("requests");

  private final InternalHttp http;

  LoginRequestsClient(InternalHttp http) {
    this.http = http;
  }

  /**
   * Where a browser goes on.
   *
   * @param location the address; none where it stays
   */
  public record Location(@Nullable String location) {}

  /** Keeps an authorization request; says where the browser goes on. */
  public Location browser(Map<String, String> parameters, SignInOrigin origin) {
    return http.sendFrom(origin, LOGIN.segment("browser"), parameters).as(Location.class);
  }

  /** Keeps a device authorization request; the answer has an {@code error} where it is none. */
  public Answer device(Map<String, String> parameters, SignInOrigin origin) {
    return http.sendFrom(origin, LOGIN.segment("device"), parameters);
  }

  /** Redeems a code; the answer has an {@code error} where it gives no token. */
  public Answer token(Map<String, String> parameters, SignInOrigin origin) {
    return http.sendFrom(origin, LOGIN.segment("token"), parameters);
  }

  /** A request, for whoever decides about it. */
  public Answer show(String name, Call call) {
    return http.get(REQUESTS.segment(name), call);
  }

  /** Agrees to one. */
  public Answer approve(String name, Call call) {
    return http.send("POST", REQUESTS.segment(name).segment("approve"), null, call);
  }

  /** Refuses one. */
  public Answer refuse(String name, Call call) {
    return http.send("POST", REQUESTS.segment(name).segment("refuse"), null, call);
  }
}
