package io.rickyard.gateway.call;

/** Which paths are the API's, in both its versions. */
public final class ApiPaths {

  private ApiPaths() {}

  /** Whether a request for it is made by somebody, and counted as theirs. */
  public static boolean has(String path) {
    return path.startsWith("/v1/") || path.startsWith("/v2/");
  }
}
