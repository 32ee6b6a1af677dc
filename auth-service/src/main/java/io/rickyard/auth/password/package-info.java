/**
 * What a password must be and how its hash is written down. Knows no algorithm's code and no store.
 */
@NullMarked
package io.rickyard.auth.password;

import org.jspecify.annotations.NullMarked;
