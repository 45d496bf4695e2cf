// How an instance is bought: a word of its own, as what it is bought for and what it costs both say it.

/** How to buy an instance: `spot` falls back on demand where there is no spot, `spot-only` does not. */
export type Market = 'spot' | 'spot-only' | 'on-demand'
