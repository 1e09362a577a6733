"""The domain: families, referrals, consent, conferences, plans. Nobody else opens its tables."""
