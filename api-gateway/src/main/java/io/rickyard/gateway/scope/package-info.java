/**
 * Tokens that are limited to scopes: what they may ask for at all, and whether their scopes allow
 * it where they ask. What no line here names is refused to them.
 */
@NullMarked
package io.rickyard.gateway.scope;

import org.jspecify.annotations.NullMarked;
