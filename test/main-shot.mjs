import { openBrowser, openPage, signIn, PHONE, DESK } from './browser/lib.mjs';
const server={url:'http://127.0.0.1:21000'};
const b=await openBrowser();
const login=process.argv[2];
const p=await openPage(b,server,{script:false}); await signIn(p,server,login);
for (const [i,path] of process.argv.slice(3).entries()) { const r=await p.goto(path); console.log(path,r.status()); await p.screenshot({path:`/tmp/main-s${i}.png`,fullPage:false}); }
await p.setViewportSize({width:390,height:844}); await p.goto(process.argv[3]); await p.screenshot({path:'/tmp/main-sp.png',fullPage:true});
await b.close();
