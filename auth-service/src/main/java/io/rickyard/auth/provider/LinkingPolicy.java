package io.rickyard.auth.provider;

/**
 * Who may link identities.
 *
 * @param manual whether people may, to their own accounts
 */
public record LinkingPolicy(boolean manual) {}
