"""The formats of providers' tokens, as their own documentation describes them.

Each has a fixed beginning that nothing else has; a body is as long as the provider makes it.
"""

# ruff: noqa: E501  # a table: one format a line

from __future__ import annotations

from dataclasses import dataclass

from ragaudit.sensitive.hits import Weight


@dataclass(frozen=True, slots=True)
class Token:
    """One format."""

    kind: str
    signs: tuple[str, ...]
    """Text of which one is in every such token: looked for before the pattern is tried."""
    pattern: str
    weight: Weight = Weight.REPORT
    entropy: float = 3.0
    """Bits a character below which a token was typed, not drawn."""


_A, _W, _H, _U = "[A-Za-z0-9]", "[A-Za-z0-9_-]", "[a-f0-9]", "[A-Z0-9]"
_B64 = "[A-Za-z0-9+/]"
_LIVE_KEYS = "sk_live_", "rk_live_"
_TEST_KEYS = "sk_test_", "rk_test_"

TOKENS = (
    Token("1Password service account token", ("ops_eyJ",), rf"ops_eyJ{_B64}{{200,}}={{0,2}}"),
    Token("1Password secret key", ("A3-",), rf"A3-{_U}{{6}}-(?:{_U}{{11}}|{_U}{{6}}-{_U}{{5}})-{_U}{{5}}-{_U}{{5}}-{_U}{{5}}"),
    Token("Adafruit IO key", ("aio_",), rf"aio_{_A}{{28}}"),
    Token("age secret key", ("AGE-SECRET-KEY-1",), r"AGE-SECRET-KEY-1[0-9A-Z]{58}"),
    Token("Airtable access token", ("pat",), rf"pat{_A}{{14}}\.{_H}{{64}}"),
    Token("Alibaba Cloud access key ID", ("LTAI",), rf"LTAI{_A}{{12,20}}", entropy=2.5),
    Token("Anthropic API key", ("sk-ant-",), rf"sk-ant-[a-z]{{3,8}}\d\d-{_W}{{60,}}"),
    Token("Atlassian API token", ("ATATT3", "ATCTT3"), r"AT[AC]TT3[A-Za-z0-9_=-]{100,}"),
    Token("Bitbucket app password", ("ATBB",), rf"ATBB{_A}{{24,32}}"),
    Token("Artifactory token", ("AKCp", "cmVmdGtu"), rf"(?:AKCp{_A}{{69}}|cmVmdGtu{_A}{{56}})"),
    Token("AWS Bedrock API key", ("ABSK",), rf"ABSK{_B64}{{80,}}={{0,2}}"),
    Token("Azure AD client secret", ("Q~",), r"[A-Za-z0-9_~.-]{3}\dQ~[A-Za-z0-9_~.-]{31,34}"),
    Token("Azure shared access key", ("SharedAccessKey=",), rf"SharedAccessKey={_B64}{{43}}="),
    Token("Azure DevOps access token", ("AZDO",), rf"{_A}{{76}}AZDO{_A}{{4}}"),
    Token("Brevo API key", ("xkeysib-", "xsmtpsib-"), rf"x(?:key|smtp)sib-{_H}{{64}}-{_A}{{16}}"),
    Token("Buildkite API token", ("bkua_",), rf"bkua_{_H}{{40}}"),
    Token("CircleCI access token", ("CCIPAT_",), rf"CCIPAT_{_A}{{22}}_{_H}{{40}}"),
    Token("ClickHouse Cloud API secret", ("4b1d",), rf"4b1d{_A}{{38}}"),
    Token("Clojars token", ("CLOJARS_",), r"CLOJARS_[a-f0-9]{60}"),
    Token("Cloudflare origin CA key", ("v1.0-",), rf"v1\.0-{_H}{{24}}-{_H}{{146}}"),
    Token("Contentful access token", ("CFPAT-",), rf"CFPAT-{_W}{{43}}"),
    Token("crates.io token", ("cio",), rf"cio{_A}{{32}}"),
    Token("Databricks access token", ("dapi",), rf"dapi{_H}{{32}}(?:-\d)?"),
    Token("DigitalOcean token", ("_v1_",), rf"do[opr]_v1_{_H}{{64}}"),
    Token("Discord webhook", ("/webhooks/",), rf"https://discord(?:app)?\.com/api/(?:v\d+/)?webhooks/\d{{17,20}}/{_W}{{60,}}"),
    Token("Docker Hub access token", ("dckr_",), rf"dckr_[op]at_{_W}{{27,}}"),
    Token("Doppler token", ("dp.",), r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,60}"),
    Token("Dropbox access token", ("sl.",), rf"sl\.(?:u\.)?{_W}{{130,}}"),
    Token("Dynatrace token", ("dt0",), r"dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}"),
    Token("EasyPost API key", ("EZAK",), rf"EZAK{_A}{{54}}"),
    Token("Facebook access token", ("EAA",), r"EAA[A-Z][A-Za-z0-9]{90,}"),
    Token("Facebook app access token", ("|",), rf"\d{{15,17}}\|{_W}{{27}}"),
    Token("Figma access token", ("figd_",), rf"figd_{_W}{{40}}"),
    Token("Flutterwave secret key", ("FLWSECK-",), rf"FLWSECK-{_A}{{32,40}}-X", entropy=2.5),
    Token("Fly.io token", ("fo1_", "fm1", "fm2_"), rf"(?:fo1_{_W}{{43}}|fm[12][ar]?_[A-Za-z0-9+/=]{{100,}})"),
    Token("GitHub token", ("ghp_", "gho_", "ghu_", "ghs_", "ghr_"), rf"gh[opusr]_{_A}{{36,251}}"),
    Token("GitHub fine-grained token", ("github_pat_",), rf"github_pat_{_A}{{22}}_{_A}{{59}}"),
    Token("GitLab token", ("glpat-", "gldt-", "glrt-", "glft-", "glcbt-", "glsoat-", "glptt-", "gloas-", "glagent-", "glimt-", "glffct-"), r"gl(?:pat|dt|rt|ft|cbt|soat|ptt|oas|agent|imt|ffct)-[A-Za-z0-9_.-]{20,400}"),
    Token("GitLab runner registration token", ("GR1348941",), rf"GR1348941{_W}{{20}}"),
    Token("Google API key", ("AIza",), rf"AIza{_W}{{35}}"),
    Token("Google OAuth client secret", ("GOCSPX-",), rf"GOCSPX-{_W}{{28}}"),
    Token("Google OAuth access token", ("ya29.",), rf"ya29\.{_W}{{60,}}"),
    Token("Grafana service account token", ("glsa_",), rf"glsa_{_A}{{32}}_[A-Fa-f0-9]{{8}}"),
    Token("Grafana Cloud token", ("glc_",), r"glc_[A-Za-z0-9+/]{40,400}={0,2}"),
    Token("Groq API key", ("gsk_",), rf"gsk_{_A}{{52}}"),
    Token("Heroku API key", ("HRKU-",), rf"HRKU-AA{_W}{{58}}"),
    Token("Hugging Face token", ("hf_", "api_org_"), r"(?:hf_|api_org_)[A-Za-z0-9]{34}"),
    Token("Infracost API key", ("ico-",), rf"ico-{_A}{{32}}"),
    Token("42 API secret", ("s-s4t2",), rf"s-s4t2(?:ud|af)-{_H}{{64}}"),
    Token("LangSmith API key", ("lsv2_",), rf"lsv2_(?:pt|sk)_{_H}{{32}}_{_H}{{10}}"),
    Token("LaunchDarkly access token", ("api-", "sdk-"), rf"(?:api|sdk)-{_H}{{8}}-{_H}{{4}}-4{_H}{{3}}-[89ab]{_H}{{3}}-{_H}{{12}}"),
    Token("Linear API key", ("lin_",), rf"lin_(?:api|oauth)_{_A}{{40,64}}"),
    Token("Mailchimp API key", ("-us",), rf"{_H}{{32}}-us\d{{1,2}}"),
    Token("Mailgun API key", ("key-",), rf"key-{_H}{{32}}"),
    Token("Mapbox secret token", ("sk.eyJ",), rf"sk\.eyJ{_W}{{30,}}\.{_W}{{20,}}"),
    Token("Microsoft Teams webhook", ("/webhookb2/",), r"https://[a-z0-9-]{1,60}\.webhook\.office\.com/webhookb2/[A-Za-z0-9@/-]{100,240}"),
    Token("Netlify access token", ("nfp_",), rf"nfp_{_A}{{36,}}"),
    Token("New Relic key", ("NRAK-", "NRII-", "NRIQ-"), rf"(?:NRAK-[A-Z0-9]{{27}}|NRI[IQ]-{_W}{{32}})"),
    Token("Notion integration token", ("ntn_",), rf"ntn_\d{{11}}{_A}{{35}}"),
    Token("npm access token", ("npm_",), rf"npm_{_A}{{36}}"),
    Token("NuGet API key", ("oy2",), r"oy2[a-z0-9]{43}"),
    Token("Octopus Deploy API key", ("API-",), r"API-[A-Z0-9]{26}"),
    Token("OpenAI API key", ("sk-",), rf"sk-(?:(?:proj|svcacct|admin|None)-{_W}{{40,}}|{_W}{{0,40}}{_A}{{20}}T3BlbkFJ{_A}{{20}}|{_A}{{48}})"),
    Token("OpenRouter API key", ("sk-or-",), rf"sk-or-v1-{_H}{{64}}"),
    Token("OpenShift token", ("sha256~",), rf"sha256~{_W}{{43}}"),
    Token("Perplexity API key", ("pplx-",), rf"pplx-{_A}{{48}}"),
    Token("Pinecone API key", ("pcsk_",), rf"pcsk_{_A}{{5,6}}_{_A}{{50,70}}"),
    Token("PlanetScale token", ("pscale_",), r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9=._-]{32,64}"),
    Token("Postman API key", ("PMAK-",), rf"PMAK-{_H}{{24}}-{_H}{{34}}"),
    Token("Prefect API key", ("pnu_", "pnb_"), rf"pn[ub]_{_A}{{36}}"),
    Token("Pulumi access token", ("pul-",), rf"pul-{_H}{{40}}"),
    Token("PyPI token", ("pypi-AgE",), rf"pypi-AgE(?:IcHlwaS5vcmc|NdGVzdC5weXBpLm9yZw){_W}{{50,}}"),
    Token("ReadMe API key", ("rdme_",), r"rdme_[a-z0-9]{70}"),
    Token("Replicate API token", ("r8_",), rf"r8_{_A}{{37}}"),
    Token("RubyGems API key", ("rubygems_",), rf"rubygems_{_H}{{48}}"),
    Token("SendGrid API key", ("SG.",), rf"SG\.{_W}{{22}}\.{_W}{{43}}"),
    Token("Sentry token", ("sntrys_eyJ", "sntryu_"), rf"(?:sntryu_{_H}{{64}}|sntrys_eyJ[A-Za-z0-9+/=_]{{80,}})"),
    Token("Shippo API token", ("shippo_live_",), rf"shippo_live_{_H}{{40}}"),
    Token("Shopify token", ("shpat_", "shpca_", "shppa_", "shpss_"), r"shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}"),
    Token("Slack token", ("xoxb-", "xoxp-", "xoxa-", "xoxo-", "xoxs-", "xoxr-"), r"xox[abopsr]-(?:\d-)?\d{8,14}-(?:\d{8,14}-){0,2}[A-Za-z0-9]{16,}"),
    Token("Slack configuration token", ("xoxe",), rf"xoxe(?:\.xox[bp])?-\d-{_A}{{100,}}"),
    Token("Slack app token", ("xapp-",), r"xapp-\d-[A-Z0-9]{8,}-\d{8,}-[a-f0-9]{32,}"),
    Token("Slack webhook", ("hooks.slack.com",), r"https?://hooks\.slack\.com/(?:services|workflows|triggers)/[A-Za-z0-9/]{40,120}"),
    Token("SonarQube token", ("sqp_", "squ_", "sqa_"), rf"sq[apu]_{_H}{{40}}"),
    Token("Sourcegraph token", ("sgp_",), r"sgp_(?:(?:[A-Fa-f0-9]{16}|local)_)?[A-Fa-f0-9]{40}"),
    Token("Square access token", ("EAAA", "sq0"), rf"(?:EAAA{_W}{{60}}|sq0csp-{_W}{{43}}|sq0atp-{_W}{{22}})"),
    Token("Stripe secret key", _LIVE_KEYS, rf"[rs]k_live_{_A}{{16,120}}"),
    Token("Stripe test key", _TEST_KEYS, rf"[rs]k_test_{_A}{{16,120}}", Weight.MINOR),
    Token("Stripe webhook secret", ("whsec_",), r"whsec_[A-Za-z0-9+/]{32,64}"),
    Token("Supabase token", ("sbp_", "sb_secret_"), rf"(?:sbp_{_H}{{40}}|sb_secret_{_W}{{22,}})"),
    Token("Tailscale key", ("tskey-",), rf"tskey-(?:auth|api|client|scim|webhook)-{_A}{{10,20}}-{_A}{{20,40}}"),
    Token("Telegram bot token", (":AA",), rf"\d{{8,10}}:AA{_W}{{33}}"),
    Token("Terraform Cloud token", (".atlasv1.",), rf"{_A}{{14}}\.atlasv1\.{_W}{{60,70}}"),
    Token("Twilio API key", ("SK",), rf"SK{_H}{{32}}"),
    Token("Typeform access token", ("tfp_",), rf"tfp_{_W}{{40,60}}"),
    Token("Vault token", ("hvs.", "hvb.", "hvr."), rf"hv[bsr]\.{_W}{{24,300}}"),
    Token("Vault token", ("s.",), r"s\.(?=[A-Za-z]{0,23}\d)(?=[A-Z0-9]{0,23}[a-z])(?=[a-z0-9]{0,23}[A-Z])[A-Za-z0-9]{24}", entropy=3.6),
    Token("xAI API key", ("xai-",), rf"xai-{_A}{{80}}"),
)  # fmt: skip
