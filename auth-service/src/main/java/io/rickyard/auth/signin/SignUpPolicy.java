package io.rickyard.auth.signin;

/**
 * Who may make an account.
 *
 * @param open whether everybody may; otherwise only who was invited
 * @param anonymous whether one may have none of an address
 */
public record SignUpPolicy(boolean open, boolean anonymous) {}
