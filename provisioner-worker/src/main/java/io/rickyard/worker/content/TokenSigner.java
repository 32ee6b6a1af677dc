package io.rickyard.worker.content;

/** Signs the tokens that stand for keys of a project. */
@FunctionalInterface
public interface TokenSigner {

  /**
   * A token with these claims.
   *
   * @param claims as JSON
   */
  String sign(String claims);
}
